// Words for what goes wrong, in every language. Their own chunk: hardly anybody needs them. Those for a network that is gone are in messages.ts.

import type { FailureKind } from "./failure";
import type { Language } from "./messages";

interface Explanation {
  what: string;
  how: string;
}

export const failures: Record<Language, Record<Exclude<FailureKind, "network">, Explanation>> = {
  "zh-CN": {
    "file-missing": {
      what: "缺少一个文件",
      how: "展厅需要的这个文件没有找到。请联系展厅的主办方补上它；同样的内容可以先看图文版。",
    },
    "file-broken": {
      what: "一个文件无法读取",
      how: "这个文件已损坏，或其格式不受支持。请联系展厅的主办方重新导出并上传；同样的内容可以先看图文版。",
    },
    "hall-invalid": {
      what: "展厅说明有误",
      how: "hall.json 不符合格式。主办方可用 yunzhan check 检查，下面写明了出错的位置。",
    },
    "no-gpu": {
      what: "此浏览器无法显示三维画面",
      how: "WebGPU 与 WebGL2 都不可用。请更新浏览器，或在浏览器设置中打开“硬件加速”；也可换一台设备。同样的内容可以看图文版。",
    },
    engine: {
      what: "三维画面未能启动",
      how: "请重新载入；如果仍然如此，请更新浏览器或显卡驱动。同样的内容可以看图文版。",
    },
    "context-lost": {
      what: "画面反复中断",
      how: "显卡连续几次停止了响应。请关闭其他占用显卡的页面和程序，再回到展厅。",
    },
    "out-of-memory": {
      what: "内存不足",
      how: "这台设备的可用内存不够打开展厅。请关闭其他页面和程序后重试，或看图文版。",
    },
  },
  en: {
    "file-missing": {
      what: "A file is missing",
      how: "The hall needs this file and it was not found. Please ask the organiser to add it; the same contents can be read in the catalogue.",
    },
    "file-broken": {
      what: "A file cannot be read",
      how: "The file is damaged or in a format that is not supported. Please ask the organiser to export and upload it again; the same contents can be read in the catalogue.",
    },
    "hall-invalid": {
      what: "The description of the hall is invalid",
      how: "hall.json does not follow its format. The organiser can examine it with yunzhan check; the place is named below.",
    },
    "no-gpu": {
      what: "This browser cannot show 3D pictures",
      how: "Neither WebGPU nor WebGL2 is available. Please update the browser or turn on “hardware acceleration” in its settings, or use another device. The same contents can be read in the catalogue.",
    },
    engine: {
      what: "The 3D picture could not start",
      how: "Please reload; if that doesn’t help, update the browser or the graphics driver. The same contents can be read in the catalogue.",
    },
    "context-lost": {
      what: "The picture keeps breaking off",
      how: "The graphics card stopped answering several times in a row. Please close other pages and programs that use it, then return to the hall.",
    },
    "out-of-memory": {
      what: "Not enough memory",
      how: "This device doesn’t have enough free memory to open the hall. Please close other pages and programs and try again, or read the catalogue.",
    },
  },
};
