// Names as one types, for an input with data-combobox="<address>": the ARIA combobox
// pattern with a listbox. Without this script the input is a plain search field.

const WAIT = 80; // ms without a key before the server is asked

function attach(input) {
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
    status.textContent = names.length ? `${count}; choose with the arrow keys` : "no names";
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

document.querySelectorAll("input[data-combobox]").forEach(attach);
