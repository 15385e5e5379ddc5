// What went wrong, what can be done about it, and the ways out. It must not need the network: hence no Vue, which may not be here yet.

import "./failure.css";
import { catalogueAddress, hallsAddress } from "../addresses";
import { element } from "../dom";
import type { Failure } from "../failure";
import { language, t } from "../language";
import { catalogue, type Language } from "../messages";
import type { Visit } from "../visit";

/** Without the network words can't be had, and then it is the network that is at fault. */
async function wordsFor({ kind }: Failure, tongue: Language): Promise<{ what: string; how: string }> {
  const { failNetwork, failNetworkHow } = catalogue[tongue];
  const network = { what: failNetwork, how: failNetworkHow };
  if (kind === "network") return network;
  return import("../failures").then(({ failures }) => failures[tongue][kind], () => network);
}

function row(name: string, value: string): HTMLElement[] {
  return value ? [element("div", {}, element("dt", {}, name), element("dd", {}, element("code", {}, value)))] : [];
}

/** A card to be shown; its heading takes the focus. */
export async function failureCard(visit: Visit, failure: Failure): Promise<HTMLElement> {
  const { config } = visit;
  // Whoever helps may read the other language: both are always there.
  const other = language.value === "en" ? "zh-CN" : "en";
  const [first, second] = [await wordsFor(failure, language.value), await wordsFor(failure, other)];
  const says = t.value;
  const mayGoOn = failure.kind === "context-lost";
  const again = element("button", { type: "button", class: "solid primary", "data-action": "retry" }, mayGoOn ? says.retry : says.reload);
  again.onclick = () => {
    if (mayGoOn) void visit.tryAgain();
    else location.reload();
  };
  const target = config.embed ? { target: "_blank" } : undefined;
  const ways: HTMLElement[] = [again, element("a", { class: "solid", "data-action": "catalogue", href: catalogueAddress(config.slug), ...target }, says.toCatalogue)];
  if (!config.embed) ways.push(element("a", { class: "solid failure-plain", href: hallsAddress() }, says.allHalls));
  const where = [...row(says.whereFile, failure.file), ...row(says.whereDetail, failure.detail)];
  const card = element(
    "div",
    { class: "failure-card" },
    element("h2", { tabindex: "-1" }, first.what),
    element("p", {}, first.how),
    ...(where.length ? [element("dl", {}, ...where)] : []),
    element("p", { class: "failure-actions" }, ...ways),
    element("div", { class: "failure-other", lang: other }, element("p", { class: "failure-other-what" }, second.what), element("p", {}, second.how)),
  );
  return element("section", { class: "failure", role: "alert", "data-failure": failure.kind }, card);
}
