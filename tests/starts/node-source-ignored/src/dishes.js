import prices from "./prices.local.js";

export function dishes() {
  return Object.keys(prices);
}
