// Words of the overlay that are needed before the first look, in every language; the others are in words.ts. A key that one language lacks
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

  failFileMissing: "缺少一个文件",
  failFileMissingHow: "展厅需要的这个文件没有找到。请联系展厅的主办方补上它；同样的内容可以先看图文版。",
  failFileBroken: "一个文件无法读取",
  failFileBrokenHow: "这个文件已损坏，或其格式不受支持。请联系展厅的主办方重新导出并上传；同样的内容可以先看图文版。",
  failHallInvalid: "展厅说明有误",
  failHallInvalidHow: "hall.json 不符合格式。主办方可用 yunzhan check 检查，下面写明了出错的位置。",
  failNoGpu: "此浏览器无法显示三维画面",
  failNoGpuHow: "WebGPU 与 WebGL2 都不可用。请更新浏览器，或在浏览器设置中打开“硬件加速”；也可换一台设备。同样的内容可以看图文版。",
  failEngine: "三维画面未能启动",
  failEngineHow: "请重新载入；如果仍然如此，请更新浏览器或显卡驱动。同样的内容可以看图文版。",
  failNetwork: "网络中断",
  failNetworkHow: "未能取得展厅的内容。请检查网络后重试；网络恢复时会自动重试。",
  failContextLost: "画面反复中断",
  failContextLostHow: "显卡连续几次停止了响应。请关闭其他占用显卡的页面和程序，再回到展厅。",
  failMemory: "内存不足",
  failMemoryHow: "这台设备的可用内存不够打开展厅。请关闭其他页面和程序后重试，或看图文版。",
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

  failFileMissing: "A file is missing",
  failFileMissingHow: "The hall needs this file and it was not found. Please ask the organiser to add it; the same contents can be read in the catalogue.",
  failFileBroken: "A file cannot be read",
  failFileBrokenHow: "The file is damaged or in a format that is not supported. Please ask the organiser to export and upload it again; the same contents can be read in the catalogue.",
  failHallInvalid: "The description of the hall is invalid",
  failHallInvalidHow: "hall.json does not follow its format. The organiser can examine it with yunzhan check; the place is named below.",
  failNoGpu: "This browser cannot show 3D pictures",
  failNoGpuHow: "Neither WebGPU nor WebGL2 is available. Please update the browser or turn on “hardware acceleration” in its settings, or use another device. The same contents can be read in the catalogue.",
  failEngine: "The 3D picture could not start",
  failEngineHow: "Please reload; if that doesn’t help, update the browser or the graphics driver. The same contents can be read in the catalogue.",
  failNetwork: "The network is gone",
  failNetworkHow: "The contents of the hall could not be fetched. Please check the network and try again; it will try by itself when the network is back.",
  failContextLost: "The picture keeps breaking off",
  failContextLostHow: "The graphics card stopped answering several times in a row. Please close other pages and programs that use it, then return to the hall.",
  failMemory: "Not enough memory",
  failMemoryHow: "This device doesn’t have enough free memory to open the hall. Please close other pages and programs and try again, or read the catalogue.",
};

export const catalogue = { "zh-CN": zh as Messages, en };

export type Language = keyof typeof catalogue;

/** Chinese and English have a full set of words; everything else reads English, and no wish at all means Chinese. */
export function languageOf(tag: string | null | undefined): Language {
  if (!tag) return "zh-CN";
  return tag.toLowerCase().startsWith("zh") ? "zh-CN" : "en";
}
