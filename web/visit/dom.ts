// Elements by hand, for what stands before Vue does.

/** An element with attributes and with what is in it. */
export function element<Tag extends keyof HTMLElementTagNameMap>(tag: Tag, attributes: Record<string, string> = {}, ...content: (Node | string)[]): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...content);
  return made;
}

/** Says words, which may be in another language than the page. */
export function speak(place: HTMLElement, words: { text: string; lang?: string | undefined }): void {
  place.textContent = words.text;
  if (words.lang) place.lang = words.lang;
}
