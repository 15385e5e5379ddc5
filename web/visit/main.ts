import "./tokens.css";
import "./visit.css";
import { readConfig, readWishes } from "./config";
import { chooseLanguage } from "./language";
import { openPage } from "./page";
import { Visit } from "./visit";

const config = readConfig();
const wishes = readWishes(location.search);
chooseLanguage(location.search, config.lang);

const visit = new Visit(config, wishes);
// No visitor needs it.
if (wishes.debug) void import("./debug").then(({ expose }) => expose(visit));
// The server has drawn the poster already; the page that replaces everything else goes on showing the very same element.
const poster = document.querySelector<HTMLElement>(".poster");
const root = document.getElementById("app");
if (root) openPage(root, visit, poster);
