// All of `hall.json` that is read beside the picture: nobody needs it before the first look.

import { isObject, parse, string, text, type Contact, type Exhibit, type Hall, type Json, type Media } from "./hall";

const objects = (value: unknown): Json[] => (Array.isArray(value) ? value.filter(isObject) : []);
/** Only addresses that a click may follow: never `javascript:`. */
const link = (value: unknown): string => (/^https?:\/\//i.test(string(value)) ? string(value) : "");

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
  const json = parse(bytes);
  if (!json) return null;
  const organiser = isObject(json.organiser) ? { name: text(json.organiser.name), url: link(json.organiser.url) } : null;
  const sections = objects(json.sections).map((value) => ({ id: string(value.id), title: text(value.title), summary: text(value.summary) }));
  const licences = objects(json.licences).map((value) => ({ what: string(value.what), licence: string(value.licence), author: string(value.author), source: string(value.source) }));
  const screens = objects(json.screens).map((value) => ({ id: string(value.id), title: text(value.title), file: string(value.file), alt: text(value.alt), captions: text(value.captions) }));
  return { title: text(json.title), organiser, sections, screens, exhibits: objects(json.exhibits).map(exhibit), licences, aiGenerated: text(json.ai_generated) };
}

/** Paragraphs are separated by empty lines. */
export function paragraphs(body: string): string[] {
  return body
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.trim())
    .filter(Boolean);
}
