// The language in use: from `?lang`, else as the server wrote the page, else the browser's.

import { computed, ref } from "@vue/reactivity";
import { words, type Text, type Words } from "./hall";
import { catalogue, languageOf, type Language } from "./messages";

export const language = ref<Language>("zh-CN");

/** The overlay's words in the language in use. */
export const t = computed(() => catalogue[language.value]);

/** The hall's words in the language in use, or in the one that it has. */
export function say(text: Text | undefined): Words {
  return words(text ?? {}, language.value);
}

export function chooseLanguage(search: string, serverLang: string): void {
  const wish = new URLSearchParams(search).get("lang") || serverLang || navigator.language;
  setLanguage(languageOf(wish));
}

export function setLanguage(next: Language): void {
  language.value = next;
  document.documentElement.lang = next;
}

/** Like `setLanguage`, and so that a reload or a shared address keeps it. */
export function switchLanguage(): void {
  setLanguage(language.value === "en" ? "zh-CN" : "en");
  const address = new URL(location.href);
  address.searchParams.set("lang", language.value);
  history.replaceState(null, "", address);
}

/** Sizes as people say them; decimal units, as download managers count. */
export function sizeInWords(bytes: number): string {
  if (bytes < 1_000_000) return `${Math.round(bytes / 1000)} KB`;
  const megabytes = bytes / 1_000_000;
  return `${megabytes < 10 ? megabytes.toFixed(1) : Math.round(megabytes)} MB`;
}
