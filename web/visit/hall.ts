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

type Json = Record<string, unknown>;

const isObject = (value: unknown): value is Json => typeof value === "object" && value !== null && !Array.isArray(value);
const string = (value: unknown): string => (typeof value === "string" ? value : "");
const objects = (value: unknown): Json[] => (Array.isArray(value) ? value.filter(isObject) : []);
/** Only addresses that a click may follow: never `javascript:`. */
const link = (value: unknown): string => (/^https?:\/\//i.test(string(value)) ? string(value) : "");

function text(value: unknown): Text {
  if (typeof value === "string") return { "zh-CN": value };
  if (!isObject(value)) return {};
  return Object.fromEntries(Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === "string"));
}

function media(value: Json): Media | null {
  const kind = string(value.kind);
  if (kind !== "image" && kind !== "video" && kind !== "audio" && kind !== "document") return null;
  return { kind, file: string(value.file), alt: text(value.alt), caption: text(value.caption) };
}

function contact(value: unknown): Contact | null {
  if (!isObject(value)) return null;
  return { name: text(value.name), phone: string(value.phone), email: string(value.email), address: text(value.address), url: link(value.url) };
}

function exhibit(value: Json): Exhibit {
  return {
    id: string(value.id),
    title: text(value.title),
    summary: text(value.summary),
    body: text(value.body),
    section: string(value.section),
    media: objects(value.media).flatMap((item) => media(item) ?? []),
    contact: contact(value.contact),
  };
}

/** Reads the bytes of `hall.json`; null where they are not JSON at all. */
export function readHall(bytes: Uint8Array): Hall | null {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return null;
  }
  if (!isObject(json)) return null;
  const organiser = isObject(json.organiser) ? { name: text(json.organiser.name), url: link(json.organiser.url) } : null;
  const sections = objects(json.sections).map((value) => ({ id: string(value.id), title: text(value.title), summary: text(value.summary) }));
  const licences = objects(json.licences).map((value) => ({ what: string(value.what), licence: string(value.licence), author: string(value.author), source: string(value.source) }));
  const screens = objects(json.screens).map((value) => ({ id: string(value.id), title: text(value.title), file: string(value.file), alt: text(value.alt), captions: text(value.captions) }));
  return { title: text(json.title), organiser, sections, screens, exhibits: objects(json.exhibits).map(exhibit), licences, aiGenerated: text(json.ai_generated) };
}

/** The scene files that `hall.json` names: what must come before the first look. */
export function sceneFiles(bytes: Uint8Array): string[] {
  try {
    const scenes = (JSON.parse(new TextDecoder().decode(bytes)) as { scenes?: unknown }).scenes;
    return Array.isArray(scenes) ? scenes.map(string).filter(Boolean) : [];
  } catch {
    return [];
  }
}

/** The words in `lang`, else in a variant of it, else in Chinese, else in any language. */
export function words(of: Text, lang: string): Words {
  const tags = Object.keys(of);
  const primary = (tag: string) => tag.toLowerCase().split("-")[0];
  const tag = tags.find((tag) => tag === lang) ?? tags.find((tag) => primary(tag) === primary(lang)) ?? tags.find((tag) => tag === "zh-CN") ?? tags[0];
  return tag === undefined ? { text: "", lang } : { text: of[tag] ?? "", lang: tag };
}

/** Paragraphs are separated by empty lines. */
export function paragraphs(body: string): string[] {
  return body
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.trim())
    .filter(Boolean);
}
