// Words of the overlay that are needed before the first look, in every language; the others are in words.ts and failures.ts. A key that one language lacks
// doesn't compile.

const zh = {
  brand: "云展",
  loading: "正在布置展厅",
  received: (done: string, total: string) => `${done} / ${total}`,
  readInstead: "先看图文版",
  canvas: (hall: string) => `${hall}，三维展厅。用方向键或 W、A、S、D 行走，Q、E 转身；按 Tab 键逐个浏览展品。`,

  retry: "重试",
  reload: "重新载入",
  toCatalogue: "看图文版",
  allHalls: "全部展厅",
  whereFile: "文件",
  whereDetail: "详情",

  failNetwork: "网络中断",
  failNetworkHow: "未能取得展厅的内容。请检查网络后重试；网络恢复时会自动重试。",
};

/** The same keys in every language; what takes arguments takes the same ones. */
export type Translated<Own> = { [Key in keyof Own]: Own[Key] extends (...values: infer Values) => string ? (...values: Values) => string : string };

export type Messages = Translated<typeof zh>;

const en: Messages = {
  brand: "Yunzhan",
  loading: "Setting up the hall",
  received: (done, total) => `${done} of ${total}`,
  readInstead: "Read it as a page",
  canvas: (hall) => `${hall}, a hall in three dimensions. Walk with the arrow keys or W, A, S, D; turn with Q and E; press Tab to go through the exhibits.`,

  retry: "Try again",
  reload: "Reload",
  toCatalogue: "Read the catalogue",
  allHalls: "All halls",
  whereFile: "File",
  whereDetail: "Detail",

  failNetwork: "The network is gone",
  failNetworkHow: "The contents of the hall could not be fetched. Please check the network and try again; it will try by itself when the network is back.",
};

export const catalogue = { "zh-CN": zh as Messages, en };

export type Language = keyof typeof catalogue;

/** Chinese and English have a full set of words; everything else reads English, and no wish at all means Chinese. */
export function languageOf(tag: string | null | undefined): Language {
  if (!tag) return "zh-CN";
  return tag.toLowerCase().startsWith("zh") ? "zh-CN" : "en";
}
