export default {
  extends: "stylelint-config-recommended",
  reportNeedlessDisables: true,
  rules: {
    // The sheet follows the order of the pages' parts; rules out of specificity order never match the same element.
    "no-descending-specificity": null,
  },
};
