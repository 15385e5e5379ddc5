// Pages of the same server that the overlay leads to.

import { language } from "./language";

/** The same hall as a page to read. */
export function catalogueAddress(slug: string): string {
  return `/h/${encodeURIComponent(slug)}/catalogue?lang=${language.value}`;
}

export function hallsAddress(): string {
  return `/?lang=${language.value}`;
}
