// What is read beside the picture. Its own chunk: nobody needs it before the first look.

export { default as ExhibitList } from "./ExhibitList.vue";
export { default as ExhibitPanel } from "./ExhibitPanel.vue";
export { default as HelpCard } from "./HelpCard.vue";
