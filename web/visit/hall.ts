// The parts of `hall.json` that are shown as words and pictures. The viewer reads the whole and judges it;
// this reading takes what is well formed and never complains, so that the two cannot disagree about an error.

/** The same words in several languages. */
export type Text = Record<string, string>;

/** Words as they are shown, and the language they really are in. */
export interface Words {
  text: string;
  lang: string;
}

export interface Media {
  kind: "image" | "video" | "audio" | "document";
  file: string;
  alt: Text;
  caption: Text;
}

export interface Contact {
  name: Text;
  phone: string;
  email: string;
  address: Text;
  url: string;
}

export interface Exhibit {
  id: string;
  title: Text;
  summary: Text;
  body: Text;
  section: string;
  media: Media[];
  contact: Contact | null;
}

export interface Section {
  id: string;
  title: Text;
  summary: Text;
}

/** A surface in the hall that shows a film, or a picture that moves. */
export interface Screen {
  id: string;
  title: Text;
  file: string;
  alt: Text;
  /** Language → WebVTT file. */
  captions: Record<string, string>;
}

export interface Licence {
  what: string;
  licence: string;
  author: string;
  source: string;
}

export interface Hall {
  title: Text;
  organiser: { name: Text; url: string } | null;
  sections: Section[];
  exhibits: Exhibit[];
  screens: Screen[];
  licences: Licence[];
  aiGenerated: Text;
}

export type Json = Record<string, unknown>;

export const isObject = (value: unknown): value is Json => typeof value === "object" && value !== null && !Array.isArray(value);
export const string = (value: unknown): string => (typeof value === "string" ? value : "");

export function text(value: unknown): Text {
  if (typeof value === "string") return { "zh-CN": value };
  if (!isObject(value)) return {};
  return Object.fromEntries(Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === "string"));
}

/** Whose hall it is: what is needed of `hall.json` before the first look; nothing where it is no JSON. */
export function readOrganiser(bytes: Uint8Array): Text {
  const { organiser } = parse(bytes) ?? {};
  return isObject(organiser) ? text(organiser.name) : {};
}

/** The object in it; null where there is none. */
export function parse(bytes: Uint8Array): Json | null {
  try {
    const json: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return isObject(json) ? json : null;
  } catch {
    return null;
  }
}

/** The words in `lang`, else in a variant of it, else in Chinese, else in any language. */
export function words(of: Text, lang: string): Words {
  const tags = Object.keys(of);
  const primary = (tag: string) => tag.toLowerCase().split("-")[0];
  const tag = tags.find((tag) => tag === lang) ?? tags.find((tag) => primary(tag) === primary(lang)) ?? tags.find((tag) => tag === "zh-CN") ?? tags[0];
  return tag === undefined ? { text: "", lang } : { text: of[tag] ?? "", lang: tag };
}
