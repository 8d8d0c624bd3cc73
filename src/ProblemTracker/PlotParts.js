// The parts of Observable Plot that wwwroot/js/charts.js draws with; ClientAssets.targets bundles them, half the size of the whole.
export { axisFx, axisX, barX, barY, dot, lineY, plot, ruleX, ruleY } from "@observablehq/plot";
