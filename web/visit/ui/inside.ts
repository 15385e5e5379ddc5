// What is beside the picture once a visitor is inside. Its own chunk: nobody needs it before the first look.

export { announce } from "../announce";
export { readHall } from "../reading";
export { default as AboutCard } from "./AboutCard.vue";
export { default as ExhibitList } from "./ExhibitList.vue";
export { default as ExhibitPanel } from "./ExhibitPanel.vue";
export { default as HelpCard } from "./HelpCard.vue";
export { default as LookCard } from "./LookCard.vue";
export { default as MarkLayer } from "./MarkLayer.vue";
export { default as PictureDeck } from "./PictureDeck.vue";
export { default as TitleBar } from "./TitleBar.vue";
