// What is beside the picture once a visitor is inside, and Vue, which shows it. Its own chunk: nobody needs it before the first look.

import { createApp } from "vue";
import { announce } from "../announce";
import type { Page } from "../page";
import { readHall } from "../reading";
import type { Visit } from "../visit";
import InsideView from "./InsideView.vue";

/** Puts it around the picture, and tells from now on what happens. */
export async function open(visit: Visit, page: Page): Promise<void> {
  createApp(InsideView, { visit, page }).mount(page.around);
  await visit.read(readHall);
  announce(visit.state, () => page.title.value.text, page.tell);
}
