// The panel in the browser: native controls that everyone's keyboard and screen reader knows.
// One change is under way at a time; meanwhile only the newest is kept.

const SLOW = 300; // ms until a progress bar shows
const SILENT = 8000; // ms until we say that Python does not answer

const NO_ANSWER =
  "Python has not answered for a while. It may still be computing. " +
  "If you restarted it, run this cell again: click into it and press Shift and Enter.";

function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

// Every panel loads this file anew, so a counter would give all of them the same ids.
const newId = () => `sse-${Math.random().toString(36).slice(2)}`;

// Each kind of control: its parts in a row, and how to read and to show its value.
// `take` is called with a new value whenever a person chose one.

function rangeControl(spec, id, take) {
  const slider = make("input", { type: "range", id });
  const field = make("input", { type: "number" });
  const note = make("span", { className: "sse-hint", id: `${id}-hint` });
  field.setAttribute("aria-label", `${spec.label}, as a number`);
  field.setAttribute("aria-describedby", note.id);
  note.setAttribute("role", "status");
  for (const input of [slider, field]) {
    Object.assign(input, { min: spec.low, max: spec.high, step: spec.step });
  }
  field.step = "any"; // a value between two steps may be typed
  const show = (value) => {
    slider.value = value;
    if (document.activeElement !== field) field.value = value;
    slider.setAttribute("aria-valuetext", `${value} ${spec.unit}`.trim());
  };
  const inside = (value) => value >= spec.low && value <= spec.high;
  slider.addEventListener("input", () => {
    note.textContent = "";
    field.value = slider.value;
    slider.setAttribute("aria-valuetext", `${slider.value} ${spec.unit}`.trim());
    take(Number(slider.value));
  });
  field.addEventListener("input", () => {
    const value = Number(field.value);
    if (field.value === "" || !inside(value)) return;
    note.textContent = "";
    slider.value = value;
    slider.setAttribute("aria-valuetext", `${value} ${spec.unit}`.trim());
    take(value);
  });
  field.addEventListener("change", () => {
    if (field.value !== "" && inside(Number(field.value))) return;
    // Here only what the model was asked about may stand, so we say what was refused and why.
    const refused = field.value === "" ? "That" : field.value;
    note.textContent = `${refused} cannot be taken: choose from ${spec.low} to ${spec.high}.`;
    field.value = slider.value;
  });
  const unit = make("span", { className: "sse-unit", textContent: spec.unit });
  return { parts: [slider, field, unit], note, show };
}

function choiceControl(spec, id, take) {
  const select = make("select", { id });
  for (const name of spec.options) select.append(make("option", { value: name, textContent: name }));
  select.addEventListener("change", () => take(select.value));
  return { parts: [select], show: (value) => (select.value = value) };
}

function switchControl(spec, id, take) {
  const box = make("input", { type: "checkbox", id });
  box.setAttribute("role", "switch");
  box.addEventListener("change", () => take(box.checked));
  return { parts: [box], show: (value) => (box.checked = value) };
}

function seedControl(spec, id, take) {
  const field = make("input", { type: "number", id });
  Object.assign(field, { min: spec.low, max: spec.high, step: 1 });
  const button = make("button", { type: "button", textContent: spec.button });
  const usable = () =>
    field.value !== "" &&
    Number.isInteger(Number(field.value)) &&
    Number(field.value) >= spec.low &&
    Number(field.value) <= spec.high;
  let last = spec.first;
  const show = (value) => {
    last = value;
    field.value = value;
  };
  field.addEventListener("input", () => {
    if (usable()) take((last = Number(field.value)));
  });
  field.addEventListener("change", () => {
    if (!usable()) field.value = last;
  });
  button.addEventListener("click", () => {
    show(last >= spec.high ? spec.low : last + 1);
    take(last);
  });
  return { parts: [button, field], show };
}

const KINDS = {
  range: rangeControl,
  choice: choiceControl,
  switch: switchControl,
  seed: seedControl,
};

function controlRow(spec, take) {
  const id = newId();
  const control = KINDS[spec.kind](spec, id, take);
  const label = make("label", { htmlFor: id, textContent: spec.label });
  const origin = make("span", { className: `sse-origin`, textContent: spec.origin });
  const row = make("div", { className: `sse-control sse-${spec.kind}` });
  row.append(label, ...control.parts, origin);
  if (control.note) row.append(control.note);
  control.show(spec.first);
  return { row, show: control.show };
}

// A place for each view. A sentence is announced when it changes, so its place stays and only
// its words are replaced.
function viewPlaces(kinds) {
  return kinds.map((kind) => {
    const place = make("div", { className: `sse-view sse-${kind}` });
    if (kind === "sentence") place.setAttribute("role", "status");
    return place;
  });
}

function put(place, html) {
  if (place.shown === html) return;
  const open = [...place.querySelectorAll("details")].map((part) => part.open);
  const reachable = "summary, .sse-scroll";
  const focused = [...place.querySelectorAll(reachable)].indexOf(document.activeElement);
  place.innerHTML = html;
  place.shown = html;
  // A table that somebody unfolded stays unfolded, and whoever was there stays there.
  place.querySelectorAll("details").forEach((part, at) => (part.open = Boolean(open[at])));
  if (focused >= 0) place.querySelectorAll(reachable)[focused]?.focus({ preventScroll: true });
}

function render({ model, el }) {
  el.classList.add("sse-panel");
  // JupyterLab would take arrow keys and letters for its own shortcuts; it leaves alone what is
  // marked so. And after any key that reaches the notebook it moves the focus to a cell.
  el.addEventListener("focusin", (event) => (event.target.dataset.lmSuppressShortcuts = "true"));
  el.addEventListener("keydown", (event) => event.stopPropagation());

  const specs = model.get("controls");
  const rows = {};
  const box = make("div", { className: "sse-controls" });
  box.setAttribute("role", "group");
  box.setAttribute("aria-label", "Controls");
  for (const [name, spec] of Object.entries(specs)) {
    rows[name] = controlRow(spec, (value) => change({ [name]: value }));
    box.append(rows[name].row);
  }

  const reset = make("button", { type: "button", textContent: "Back to the first values" });
  const keep = make("button", { type: "button", textContent: "Keep this run and compare" });
  const buttons = make("div", { className: "sse-buttons" }, reset, keep);

  const progress = make("progress", { hidden: true });
  progress.setAttribute("aria-label", "Computing");
  const silence = make("p", { className: "sse-trouble", hidden: true, textContent: NO_ANSWER });
  silence.setAttribute("role", "status");
  const trouble = make("div");
  trouble.setAttribute("role", "alert");

  const difference = make("p", { className: "sse-difference" });
  difference.setAttribute("role", "status");
  const heads = ["The run you kept", "This run"].map((text) =>
    make("p", { className: "sse-head", textContent: text }),
  );
  const keptPlaces = viewPlaces(model.get("kinds"));
  const places = viewPlaces(model.get("kinds"));
  // The kept run stands still: nothing of it needs announcing.
  keptPlaces.forEach((place) => place.removeAttribute("role"));
  const kept = make("div", { className: "sse-results" }, heads[0], ...keptPlaces);
  const now = make("div", { className: "sse-results" }, heads[1], ...places);
  for (const [part, name] of [
    [kept, "The run you kept"],
    [now, "Results"],
  ]) {
    part.setAttribute("role", "group");
    part.setAttribute("aria-label", name);
  }
  const runs = make("div", { className: "sse-runs" }, kept, now);
  runs.style.setProperty("--sse-rows", places.length + 1);
  el.append(box, buttons, progress, silence, trouble, difference, runs);

  // What to send next: values, width, keep. Newer wishes replace older ones. While an answer is
  // awaited the panel is marked data-asking: what it shows is about to change.
  let wishes = {};
  let timers = [];
  const busy = () => model.get("asked") !== model.get("answered");

  function send() {
    if (busy() || Object.keys(wishes).length === 0) return;
    for (const [name, value] of Object.entries(wishes)) model.set(name, value);
    wishes = {};
    model.set("asked", model.get("asked") + 1);
    model.save_changes();
    el.toggleAttribute("data-asking", true);
    timers = [
      setTimeout(() => (progress.hidden = false), SLOW),
      setTimeout(() => (silence.hidden = false), SILENT),
    ];
  }

  function change(values) {
    wishes.values = { ...(wishes.values ?? model.get("values")), ...values };
    send();
  }

  function answered() {
    if (busy()) return;
    el.toggleAttribute("data-asking", false);
    timers.forEach(clearTimeout);
    progress.hidden = true;
    silence.hidden = true;
    send();
  }

  function showValues() {
    if (wishes.values) return;
    for (const [name, value] of Object.entries(model.get("values"))) rows[name]?.show(value);
  }

  function showViews() {
    model.get("views").forEach((html, at) => put(places[at], html));
    const comparing = model.get("kept_views").length > 0;
    // Emptied, and not only hidden: a hatching in something hidden would be found first.
    keptPlaces.forEach((place, at) => put(place, model.get("kept_views")[at] ?? ""));
    kept.hidden = !comparing;
    heads.forEach((head) => (head.hidden = !comparing));
    runs.classList.toggle("sse-comparing", comparing);
    keep.textContent = comparing ? "Stop comparing" : "Keep this run and compare";
    if (difference.textContent !== model.get("difference")) {
      difference.textContent = model.get("difference");
    }
    if (trouble.innerHTML !== model.get("trouble")) trouble.innerHTML = model.get("trouble");
  }

  reset.addEventListener("click", () => {
    for (const [name, spec] of Object.entries(specs)) rows[name].show(spec.first);
    change(Object.fromEntries(Object.entries(specs).map(([name, spec]) => [name, spec.first])));
  });
  keep.addEventListener("click", () => {
    wishes.keep = !(wishes.keep ?? model.get("keep"));
    send();
  });

  // Charts are drawn for the width there is, so that letters keep their size. Steps of 40 pixels
  // keep a window that is being resized from asking for every pixel.
  const observer = new ResizeObserver(([entry]) => {
    const width = Math.min(880, Math.max(240, Math.floor(entry.contentRect.width / 40) * 40));
    if (entry.contentRect.width === 0 || width === model.get("width")) return;
    wishes.width = width;
    send();
  });
  observer.observe(now);

  const events = {
    "change:answered": answered,
    "change:values": showValues,
    "change:views change:kept_views change:difference change:trouble": showViews,
  };
  for (const [names, act] of Object.entries(events)) model.on(names, act);
  el.toggleAttribute("data-asking", busy());
  showValues();
  showViews();
  return () => {
    observer.disconnect();
    timers.forEach(clearTimeout);
    for (const [names, act] of Object.entries(events)) model.off(names, act);
  };
}

export default { render };
