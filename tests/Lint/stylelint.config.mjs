export default {
  extends: "stylelint-config-recommended",
  reportNeedlessDisables: true,
  rules: {
    // The sheet is in the order of the pages' parts, and these rules never meet on one element.
    "no-descending-specificity": null,
  },
};
