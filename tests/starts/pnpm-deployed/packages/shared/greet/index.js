import kleur from "kleur";

export const greet = name => kleur.bold(`hello ${name}`);
