// What files say of their makers, as the server read it, in the visitor's language.

export type CreditKind = "title" | "creator" | "rights" | "copyright" | "licence" | "source" | "description";

export interface Credit {
  kind: CreditKind;
  /** Empty or `x-default` where it is none in particular. */
  lang: string;
  text: string;
}

const KINDS: readonly CreditKind[] = ["title", "creator", "rights", "copyright", "licence", "source", "description"];

export const isNeutral = (lang: string) => lang === "" || lang === "x-default";

/** Of each kind what is said in the language, else in none, else in Chinese, else all of it; nothing twice. */
export function creditsIn(says: Credit[], language: string): Credit[] {
  const primary = (tag: string) => tag.toLowerCase().split("-")[0];
  const isIn = (of: string) => (credit: Credit) => primary(credit.lang) === primary(of);
  const said = new Set<string>();
  return KINDS.flatMap((kind) => {
    const all = says.filter((credit) => credit.kind === kind);
    const choices = [isIn(language), ({ lang }: Credit) => isNeutral(lang), isIn("zh")].map((isChosen) => all.filter(isChosen));
    const texts = choices.find((choice) => choice.length > 0) ?? all;
    return texts.filter(({ text }) => !said.has(text) && said.add(text));
  });
}
