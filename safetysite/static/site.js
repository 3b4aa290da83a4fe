// What the pages do beyond links and forms: names as one types, what a swap owes to keyboard
// and screen reader, cards at a claim, where one is on a long page. Without it everything
// still works as links and GET forms.

// ---- names as one types, for an input with data-combobox="<address>": the ARIA combobox
// pattern with a listbox

const WAIT = 80; // ms without a key before the server is asked

function attachCombobox(input) {
  if (input.closest(".combobox")) return; // a page brought back from history is met again
  const hadFocus = document.activeElement === input;
  const box = document.createElement("div");
  box.className = "combobox";
  input.replaceWith(box);
  const list = document.createElement("ul");
  list.id = `${input.id}-names`;
  list.className = "combobox__list";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Names");
  list.hidden = true;
  const status = document.createElement("p");
  status.className = "hidden";
  status.setAttribute("role", "status");
  box.append(input, list, status);
  if (hadFocus) input.focus();
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("aria-controls", list.id);

  let timer = 0;
  let asked = 0;
  let active = -1;

  const close = () => {
    clearTimeout(timer);
    asked += 1; // an answer under way must not open the list again
    list.hidden = true;
    list.replaceChildren();
    status.textContent = "";
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };

  const activate = (at) => {
    const options = [...list.children];
    active = at;
    options.forEach((option, index) => option.setAttribute("aria-selected", String(index === at)));
    if (at < 0) {
      input.removeAttribute("aria-activedescendant");
      return;
    }
    input.setAttribute("aria-activedescendant", options[at].id);
    options[at].scrollIntoView({ block: "nearest" });
  };

  const choose = (option) => {
    input.value = option.dataset.value;
    close();
    input.focus();
    input.dispatchEvent(new Event("chosen", { bubbles: true })); // results that come as one types come for this too
  };

  const show = (names) => {
    list.replaceChildren(
      ...names.map((one, index) => {
        const option = document.createElement("li");
        option.id = `${list.id}-${index}`;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.dataset.value = one.value;
        const note = document.createElement("span");
        note.textContent = one.note ? `${one.kind}: ${one.note}` : one.kind;
        option.append(one.name, note);
        return option;
      }),
    );
    active = -1;
    list.hidden = names.length === 0;
    input.setAttribute("aria-expanded", String(names.length > 0));
    const count = names.length === 1 ? "1 name" : `${names.length} names`;
    const words = names.length ? `${count}; choose with the arrow keys` : "no names";
    if (status.textContent !== words) status.textContent = words; // not again at each key
  };

  const ask = async () => {
    const turn = ++asked;
    if (!input.value.trim()) {
      close();
      return;
    }
    try {
      const answer = await fetch(`${input.dataset.combobox}?q=${encodeURIComponent(input.value)}`);
      const names = await answer.json();
      if (turn === asked && document.activeElement === input) show(names);
    } catch {
      close(); // the field still searches
    }
  };

  input.addEventListener("input", () => {
    activate(-1); // what was typed counts, not an option of before
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const last = list.children.length - 1;
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    } else if (event.key === "ArrowDown" && last >= 0) {
      event.preventDefault();
      list.hidden = false;
      input.setAttribute("aria-expanded", "true");
      activate(active < last ? active + 1 : 0);
    } else if (event.key === "ArrowUp" && !list.hidden && last >= 0) {
      event.preventDefault();
      activate(active > 0 ? active - 1 : last);
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      choose(list.children[active]);
    }
  });
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) choose(option);
  });
  input.addEventListener("blur", close);
}

// ---- swaps: the focus goes to what came, the live region says it; what fails leaves the page as it was

const SETTLE = 100; // ms; a live region that came with the swap itself must be known before it speaks

const say = (text) => {
  setTimeout(() => {
    document.getElementById("status").textContent = text;
  }, SETTLE);
};

const under = new WeakMap(); // request under way -> its main swap, and whether the focus should stay where it is

// The second half of a double click must not shut the card that the first one opened.
document.addEventListener(
  "click",
  (event) => {
    if (event.detail < 2 || !event.target.closest?.("a[data-htmx-powered]")) return;
    event.preventDefault();
    event.stopPropagation();
  },
  true,
);

// A citation leads to the list of references where there is no card; with one, the page stays where it is.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-htmx-powered][href*='#']");
  if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) event.preventDefault();
});

// The address must never be another pair's than the text under it. So what was asked for before one
// went back or forward comes too late, and a page of the history comes too late once one has gone on.
const isHistory = (ctx) => "HX-History-Restore-Request" in ctx.request.headers;
const began = new WeakMap(); // request under way -> how often one had gone back or forward when it began
let journeys = 0;

document.addEventListener("htmx:before:history:restore", () => {
  journeys += 1;
});

const isLate = (ctx) => {
  if (!isHistory(ctx)) return began.get(ctx) !== journeys;
  const { pathname, search } = new URL(ctx.request.action, location.href);
  return pathname + search !== location.pathname + location.search;
};

// htmx restores only the entries that it knows; a place on the page, such as a reference, is one too.
addEventListener("hashchange", () => {
  if (!history.state) history.replaceState({ htmx: true }, "");
});

document.addEventListener("htmx:before:request", (event) => {
  began.set(event.detail.ctx, journeys);
  const open = cardOf.get(event.detail.ctx.sourceElement);
  if (open?.isConnected) {
    event.preventDefault();
    closeCard(open);
  }
});

document.addEventListener("htmx:before:swap", (event) => {
  const { ctx, tasks } = event.detail;
  if (isLate(ctx)) {
    event.preventDefault();
  } else if (ctx.response?.status >= 400) {
    event.preventDefault();
    fail(ctx);
  } else {
    document.querySelectorAll(".failed").forEach((note) => note.remove());
    under.set(ctx, { task: tasks[0], stays: keepsPlace(ctx, tasks[0]) });
  }
});

// Who types or ticks boxes keeps their place, also when they have already gone on to the button.
function keepsPlace(ctx, task) {
  const at = document.activeElement ?? document.body;
  return at.matches("input, select") || (ctx.sourceElement.matches("input") && !task?.target.contains(at));
}

document.addEventListener("htmx:after:swap", (event) => {
  const { ctx } = event.detail;
  const { task, stays } = under.get(ctx) ?? {};
  if (!task) return;
  if (isHistory(ctx)) {
    say(ctx.title); // the place on the page is the browser's to restore
    return;
  }
  const isCard = task.swapSpec.style === "afterend";
  const part = isCard ? task.target.nextElementSibling : task.target;
  if (!part?.isConnected) return;
  const isPage = part === document.body || part.id === "main";
  if (isCard) openCard(part, ctx.sourceElement);
  if (part.id === "main") forgetFormerPage();
  const anchor = ctx.request.anchor && document.getElementById(ctx.request.anchor);
  const place = anchor || (isPage && part.querySelector("h1")) || part;
  say(part.dataset.announce ?? place.dataset.announce ?? (isPage ? ctx.title : ""));
  if (stays) return;
  if (!place.hasAttribute("tabindex")) place.tabIndex = -1;
  place.focus({ preventScroll: !isPage && !isCard });
});

document.addEventListener("htmx:error", (event) => {
  if (event.detail.ctx && !isLate(event.detail.ctx)) fail(event.detail.ctx);
});

// The head still speaks of the page before; a phone would share that one's canonical address.
function forgetFormerPage() {
  const former = "link[rel=canonical], link[rel=alternate], meta[property], script[type='application/ld+json']";
  document.head.querySelectorAll(former).forEach((one) => one.remove());
}

// Says that a swap failed, where it was asked for, with the plain link to the same thing. Going back
// or forward, the address has changed already: only the browser can show what belongs to it.
function fail(ctx) {
  if (isHistory(ctx)) {
    location.reload();
    return;
  }
  const source = ctx.sourceElement;
  const place = source.closest(".cite, form, nav, .part__head") ?? source;
  if (place.nextElementSibling?.matches(".failed")) place.nextElementSibling.remove();
  const note = document.createElement("p");
  note.className = "failed";
  note.setAttribute("role", "alert");
  const link = document.createElement("a");
  link.href = ctx.request.action;
  link.textContent = "Open it as a page";
  note.append("This could not be loaded here. ", link, ".");
  place.after(note);
}

// ---- cards: a citation or a term opens one where it stands; the link again, Escape or the button closes it

const cardOf = new WeakMap(); // link -> its open card
const linkOf = new WeakMap(); // card -> the link that opened it

function openCard(card, link) {
  document.querySelectorAll(".popcard").forEach((other) => other !== card && closeCard(other));
  const close = document.createElement("button");
  close.type = "button";
  close.className = "popcard__close";
  close.textContent = "Close";
  close.addEventListener("click", () => closeCard(card));
  card.append(close);
  cardOf.set(link, card);
  linkOf.set(card, link);
  link.setAttribute("aria-expanded", "true");
}

function closeCard(card) {
  const link = linkOf.get(card);
  const hadFocus = card.contains(document.activeElement);
  card.remove();
  link?.setAttribute("aria-expanded", "false");
  if (hadFocus) link?.focus();
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const card = event.target.closest?.(".popcard") ?? cardOf.get(event.target);
  if (card?.isConnected) closeCard(card);
});

// ---- where one is: the contents name the part under one's eyes

function markPlace() {
  const contents = document.querySelector(".contents");
  if (!contents) return;
  let here = null;
  let nearest = -Infinity;
  for (const link of contents.querySelectorAll("a")) {
    link.removeAttribute("aria-current");
    const top = document.getElementById(link.hash.slice(1))?.getBoundingClientRect().top ?? Infinity;
    if (top < innerHeight * 0.4 && top > nearest) [here, nearest] = [link, top];
  }
  here?.setAttribute("aria-current", "location");
  if (here) contents.scrollTop = here.offsetTop - contents.clientHeight / 2; // the list may be longer than the screen
  contents.querySelector(".contents__here").textContent = here ? here.textContent : "";
}

let marking = 0;
function markPlaceSoon() {
  cancelAnimationFrame(marking);
  // Measured after the frame is laid out: before it, a long page would be laid out for this alone.
  marking = requestAnimationFrame(() => setTimeout(markPlace));
}
addEventListener("scroll", markPlaceSoon, { passive: true });
document.addEventListener("click", (event) => {
  // On a phone the contents lie over the text: a choice folds them away.
  const chosen = event.target.closest?.(".contents a");
  if (chosen) chosen.closest("details").open = false;
});

// ---- a long page has hundreds of citations: htmx meets it part by part, so that no touch waits for all of them

const SLICE = 4; // ms of work, then the reader has a turn

document.addEventListener("htmx:before:process", (event) => {
  if (event.target !== document.body) return;
  event.preventDefault();
  processParts([...document.querySelectorAll(".parts > *, :is(body, main, .reader) > :not(main, .reader, .parts)")]);
});

function processParts(parts) {
  const end = performance.now() + SLICE;
  while (parts.length && performance.now() < end) htmx.process(parts.shift());
  if (parts.length) setTimeout(processParts, 0, parts);
}

// ---- whatever is put in place comes alive as the first page did

function enliven() {
  document.querySelectorAll("input[data-combobox]").forEach(attachCombobox);
  markPlaceSoon();
}
document.addEventListener("htmx:after:process", enliven);
enliven();
