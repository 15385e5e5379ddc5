// Stands exactly where the server's first page had the same title, so that nothing jumps when the script comes.

import { effect, type ComputedRef } from "@vue/reactivity";
import "./loading.css";
import { catalogueAddress } from "../addresses";
import { element, speak } from "../dom";
import type { Words } from "../hall";
import { say, sizeInWords, t } from "../language";
import type { Visit } from "../visit";

/** The poster, a title, how much is here, and the way to the catalogue. */
export function loadingView(visit: Visit, poster: HTMLElement | null, title: ComputedRef<Words>): HTMLElement {
  const { state, config } = visit;
  const name = element("p", { class: "loading-title", "aria-hidden": "true" });
  const organiser = element("p", { class: "loading-organiser" });
  const what = element("span");
  const bytes = element("span", { class: "loading-bytes" });
  const catalogue = element("a", config.embed ? { target: "_blank" } : {});
  const part = element("div", { class: "loading-part" });
  const track = element("div", { class: "loading-track", role: "progressbar", "aria-valuemin": "0", "aria-valuemax": "100" }, part);
  const line = element("p", { class: "loading-line" }, what, bytes, catalogue);
  const sign = element("div", { class: "loading-sign" }, name, organiser);
  const view = element("section", { class: "loading" }, ...(poster ? [poster] : []), sign, element("div", { class: "loading-foot" }, line, track));

  effect(() => {
    const { text, lang } = title.value;
    speak(name, { text: text.replace(/ ([·•—–|：:])/g, "\u00a0$1"), lang });
    const whose = say(state.organiser);
    speak(organiser, { ...whose, text: `${whose.text}\u00a0` });
  });
  effect(() => {
    what.textContent = t.value.loading;
    track.ariaLabel = t.value.loading;
    catalogue.textContent = t.value.readInstead;
    catalogue.href = catalogueAddress(config.slug);
  });
  effect(() => {
    const { receivedBytes, totalBytes } = state.progress;
    const share = totalBytes > 0 ? receivedBytes / totalBytes : 0;
    const received = t.value.received(sizeInWords(receivedBytes), sizeInWords(totalBytes));
    bytes.textContent = received;
    track.ariaValueText = received;
    track.ariaValueNow = String(Math.floor(share * 100));
    part.style.transform = `scaleX(${share})`;
  });
  effect(() => {
    const isLoading = state.phase === "loading";
    view.inert = !isLoading;
    view.classList.toggle("is-leaving", !isLoading);
  });
  return view;
}
