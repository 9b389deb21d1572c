// What an exported map does beyond lying there: views, pan and zoom, the panel of details, finding, and colors.
// Everything that it shows is in the page already; nothing is loaded, stored or sent.
(() => {
  "use strict";

  const root = document.documentElement;
  const element = (id) => document.getElementById(id);
  const map = element("map");
  const sheet = map.querySelector(".sheet");
  const svg = sheet.querySelector("svg");
  const text = element("text");
  const details = element("details");
  const told = element("told");
  const find = element("find");
  const size = { width: svg.width.baseVal.value, height: svg.height.baseVal.value };
  const entries = [...text.querySelectorAll(".entry")];
  root.classList.add("js");

  // Pan and zoom. The map scrolls as any page does; its scale is a transform, so that nothing is laid out anew.

  const SMALLEST = 0.05;
  const LARGEST = 4;
  let scale = 1;
  let isFitted = true;

  const fitting = () =>
    Math.min((map.clientWidth - 2) / size.width, (map.clientHeight - 2) / size.height, 1);

  /** Zooms so that the point of the window at (x, y) stays where it is on the map. */
  const zoomTo = (wanted, x, y) => {
    const frame = map.getBoundingClientRect();
    const inX = (x ?? frame.left + frame.width / 2) - frame.left;
    const inY = (y ?? frame.top + frame.height / 2) - frame.top;
    const margin = sheet.offsetLeft - map.offsetLeft;
    const onMap = { x: (map.scrollLeft + inX - margin) / scale, y: (map.scrollTop + inY) / scale };
    scale = Math.min(LARGEST, Math.max(SMALLEST, wanted));
    sheet.style.width = `${size.width * scale}px`;
    sheet.style.height = `${size.height * scale}px`;
    svg.style.transform = `scale(${scale})`;
    map.scrollLeft = onMap.x * scale + (sheet.offsetLeft - map.offsetLeft) - inX;
    map.scrollTop = onMap.y * scale - inY;
    element("zoom").textContent = `${Math.round(scale * 100)}%`;
  };

  const zoomBy = (factor, x, y) => {
    isFitted = false;
    zoomTo(scale * factor, x, y);
  };

  const zoomToFit = () => {
    isFitted = true;
    zoomTo(fitting());
  };

  map.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    const lines = event.deltaMode === 1 ? 20 : 1;
    zoomBy(Math.exp(-event.deltaY * lines * 0.005), event.clientX, event.clientY);
  }, { passive: false });

  // Two fingers on a screen.
  let pinch = null;
  const middleOf = ([a, b]) => ({
    x: (a.clientX + b.clientX) / 2,
    y: (a.clientY + b.clientY) / 2,
    apart: Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY) || 1,
  });
  map.addEventListener("touchstart", (event) => {
    if (event.touches.length !== 2) return;
    event.preventDefault();
    pinch = { ...middleOf(event.touches), scale };
  }, { passive: false });
  map.addEventListener("touchmove", (event) => {
    if (!pinch || event.touches.length !== 2) return;
    event.preventDefault();
    const now = middleOf(event.touches);
    isFitted = false;
    zoomTo(pinch.scale * now.apart / pinch.apart, now.x, now.y);
    map.scrollBy(pinch.x - now.x, pinch.y - now.y);
    [pinch.x, pinch.y] = [now.x, now.y];
  }, { passive: false });
  map.addEventListener("touchend", () => { pinch = null; });

  // A trackpad in Safari.
  let gestureScale = 1;
  map.addEventListener("gesturestart", (event) => { event.preventDefault(); gestureScale = scale; });
  map.addEventListener("gesturechange", (event) => {
    event.preventDefault();
    isFitted = false;
    zoomTo(gestureScale * event.scale, event.clientX, event.clientY);
  });

  // Dragging with the mouse. A drag that began on a card does not open it.
  let drag = null;
  let hasDragged = false;
  map.addEventListener("pointerdown", (event) => {
    if (event.pointerType !== "mouse" || event.button > 1) return;
    if (event.button === 1) event.preventDefault();
    hasDragged = false;
    drag = { x: event.clientX, y: event.clientY, left: map.scrollLeft, top: map.scrollTop };
  });
  window.addEventListener("pointermove", (event) => {
    if (!drag) return;
    const [right, down] = [event.clientX - drag.x, event.clientY - drag.y];
    if (!hasDragged && Math.hypot(right, down) < 4) return;
    hasDragged = true;
    map.classList.add("moving");
    map.scrollLeft = drag.left - right;
    map.scrollTop = drag.top - down;
  });
  window.addEventListener("pointerup", () => {
    drag = null;
    map.classList.remove("moving");
  });
  map.addEventListener("dragstart", (event) => event.preventDefault());

  const bringIntoView = (shape) => {
    const frame = map.getBoundingClientRect();
    const box = shape.getBoundingClientRect();
    map.classList.add("gliding");
    if (box.left < frame.left || box.right > frame.right) {
      map.scrollLeft += box.left + box.width / 2 - frame.left - frame.width / 2;
    }
    if (box.top < frame.top || box.bottom > frame.bottom) {
      map.scrollTop += box.top + box.height / 2 - frame.top - frame.height / 2;
    }
    setTimeout(() => map.classList.remove("gliding"), 500);
  };

  // Views.

  const view = () => root.dataset.view;
  const views = ["map", "charts", "text"].filter((name) => element(`as-${name}`));
  const show = (name) => {
    if (!views.includes(name)) return;
    root.dataset.view = name;
    for (const other of views) element(`as-${other}`).setAttribute("aria-pressed", other === name);
    if (name === "map" && isFitted) zoomToFit();
  };
  for (const name of views) element(`as-${name}`).addEventListener("click", () => show(name));

  // Details: the entry of the text, beside the map.

  let opened = null;
  let openedFrom = null;

  const mark = (entry, isOn) => {
    const shape = entry && element(entry.id.replace(/^i/, "m"));
    if (!shape) return null;
    if (isOn) shape.setAttribute("aria-current", "true");
    else shape.removeAttribute("aria-current");
    return shape;
  };

  const open = (entry) => {
    const wasFitted = isFitted;
    mark(opened, false);
    opened = entry;
    const copy = entry.cloneNode(true);
    copy.querySelectorAll("[id]").forEach((inner) => inner.removeAttribute("id"));
    told.replaceChildren(...copy.childNodes);
    told.scrollTop = 0;
    const where = [entry.dataset.kind, entry.dataset.where].filter((words) => words);
    element("where").textContent = where.join(" · ");
    details.hidden = false;
    if (wasFitted) zoomToFit();
    const shape = mark(entry, true);
    if (shape) bringIntoView(shape);
  };

  const close = () => {
    if (details.hidden) return;
    details.hidden = true;
    mark(opened, false);
    opened = null;
    if (isFitted) zoomToFit();
    (openedFrom ?? map).focus({ preventScroll: true });
  };

  /** In the order of the text; past the end begins anew. */
  const step = (by) => {
    if (!opened) return;
    const at = entries.indexOf(opened);
    open(entries[(at + by + entries.length) % entries.length]);
  };
  element("close").addEventListener("click", close);
  element("previous").addEventListener("click", () => step(-1));
  element("next").addEventListener("click", () => step(1));

  // Links within the page: in the map they open details or go to a stage, in the text they are plain links.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    const address = link && (link.getAttribute("href") ?? "");
    if (!link || !address.startsWith("#")) return;
    if (hasDragged && map.contains(link)) {
      event.preventDefault();
      hasDragged = false;
      return;
    }
    const target = element(address.slice(1));
    const menu = link.closest("details");
    if (menu) menu.open = false;
    // What a stage or a card is, only map and text tell.
    if (view() === "charts") show("map");
    if (link.dataset.viewTo) show(link.dataset.viewTo);
    if (!target || view() !== "map") return;
    event.preventDefault();
    if (target.classList.contains("entry")) {
      if (!told.contains(link)) openedFrom = link;
      open(target);
      told.focus({ preventScroll: true });
      return;
    }
    const head = element(address.slice(1).replace(/^i/, "m"));
    if (head) {
      if (isFitted && fitting() < 0.5) zoomBy(0.8 / scale);
      map.scrollLeft += head.getBoundingClientRect().left - map.getBoundingClientRect().left - 16;
      map.scrollTop = 0;
      map.focus({ preventScroll: true });
    }
  });

  // Finding: every word has to be in an entry, in any order and case, with or without accents.

  const plain = (words) => words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  let index = null;
  let found = [];
  let at = -1;

  const search = () => {
    const words = plain(find.value).split(/\s+/).filter((word) => word);
    index ??= entries.map((entry) => plain(`${entry.dataset.kind} ${entry.dataset.where} ${entry.textContent}`));
    for (const entry of found) {
      entry.classList.remove("found");
      element(entry.id.replace(/^i/, "m"))?.classList.remove("found");
    }
    found = words.length ? entries.filter((_, rank) => words.every((word) => index[rank].includes(word))) : [];
    for (const entry of found) {
      entry.classList.add("found");
      element(entry.id.replace(/^i/, "m"))?.classList.add("found");
    }
    at = -1;
    sheet.classList.toggle("finding", words.length > 0);
    element("found").textContent = words.length ? `${found.length}` : "";
    element("found").setAttribute("aria-label", words.length ? `${found.length} found` : "");
  };
  const goToFound = (by) => {
    if (!found.length) return;
    at = (at + by + found.length) % found.length;
    if (view() === "charts") show("map");
    if (view() === "map") {
      openedFrom = find;
      open(found[at]);
    } else {
      found[at].scrollIntoView({ block: "center" });
    }
    element("found").textContent = `${at + 1}/${found.length}`;
  };
  find.addEventListener("input", search);
  find.addEventListener("keydown", (event) => {
    if (event.key === "Enter") goToFound(event.shiftKey ? -1 : 1);
    if (event.key !== "Escape") return;
    event.stopPropagation();
    find.value = "";
    search();
    map.focus({ preventScroll: true });
  });

  // Colors.

  const dark = element("dark");
  const prefersDark = window.matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => root.dataset.theme === "dark" || (root.dataset.theme === "auto" && prefersDark.matches);
  const tellColors = () => dark?.setAttribute("aria-pressed", isDark());
  const changeColors = () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    tellColors();
  };
  dark?.addEventListener("click", changeColors);
  prefersDark.addEventListener("change", tellColors);
  tellColors();

  // Keys.

  const list = element("keys");
  element("help").addEventListener("click", () => list.showModal());
  const keys = {
    "?": () => list.showModal(),
    "+": () => zoomBy(1.25),
    "=": () => zoomBy(1.25),
    "-": () => zoomBy(0.8),
    "0": zoomToFit,
    "1": () => zoomBy(1 / scale),
    "/": () => find.focus(),
    "m": () => show("map"),
    "t": () => show("text"),
    "c": () => show("charts"),
    "n": () => step(1),
    "p": () => step(-1),
    "d": () => dark && changeColors(),
    "g": () => {
      const menu = document.querySelector(".menu");
      menu.open = true;
      menu.querySelector("a")?.focus();
    },
    "Escape": () => {
      const menu = document.querySelector(".menu[open]");
      if (menu) {
        menu.open = false;
        menu.querySelector("summary").focus();
      } else {
        close();
      }
    },
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || list.open || event.target.closest("input")) return;
    const act = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
  const STEP = 80;
  map.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const [right, down] = {
      ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP],
    }[event.key] ?? [0, 0];
    if (!right && !down) return;
    event.preventDefault();
    map.scrollBy(right, down);
  });
  document.addEventListener("pointerdown", (event) => {
    const menu = document.querySelector(".menu[open]");
    if (menu && !menu.contains(event.target)) menu.open = false;
  });

  element("smaller").addEventListener("click", () => zoomBy(0.8));
  element("larger").addEventListener("click", () => zoomBy(1.25));
  element("whole").addEventListener("click", zoomToFit);
  window.addEventListener("resize", () => { if (isFitted && view() === "map") zoomToFit(); });

  // A small window begins where text can be read rather than with the whole.
  if (fitting() < 0.45) {
    isFitted = false;
    zoomTo(Math.min(0.8, Math.max(fitting(), (map.clientHeight - 2) / size.height, 0.6)));
    [map.scrollLeft, map.scrollTop] = [0, 0];
  } else {
    zoomToFit();
  }
  const asked = element(location.hash.slice(1));
  if (asked?.classList.contains("entry")) open(asked);
})();
