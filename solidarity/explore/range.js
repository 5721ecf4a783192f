// A native slider and a number field that show the same value.
// One change is under way at a time; meanwhile only the newest is kept.

const PATIENCE = 2000; // ms: after a restarted kernel no answer comes, and we go on

function render({ model, el }) {
  // Every widget loads this file anew, so a counter would give all of them the same id.
  const id = `sse-range-${Math.random().toString(36).slice(2)}`;
  const label = document.createElement("label");
  label.htmlFor = id;
  label.textContent = model.get("label");

  const slider = document.createElement("input");
  slider.type = "range";
  slider.id = id;

  const field = document.createElement("input");
  field.type = "number";
  field.setAttribute("aria-label", `${model.get("label")}, as a number`);

  for (const input of [slider, field]) {
    input.min = model.get("low");
    input.max = model.get("high");
    input.step = model.get("step");
    input.value = model.get("value");
  }

  const unit = document.createElement("span");
  unit.className = "sse-unit";
  unit.textContent = model.get("unit");

  const source = document.createElement("span");
  const key = model.get("source");
  source.className = key === "illustrative" ? "sse-source sse-illustrative" : "sse-source";
  source.textContent = key === "illustrative" ? key : `source ${key}`;

  el.classList.add("sse-range");
  el.append(label, slider, field, unit, source);

  let waiting = null;
  let sentAt = 0;

  function send() {
    if (waiting === null) return;
    const busy = model.get("asked") !== model.get("answered");
    if (busy && Date.now() - sentAt < PATIENCE) return;
    model.set("value", waiting);
    model.set("asked", model.get("asked") + 1);
    waiting = null;
    sentAt = Date.now();
    model.save_changes();
  }

  function take(input) {
    const value = Number(input.value);
    if (input.value === "" || Number.isNaN(value)) return;
    const inside = Math.min(Math.max(value, model.get("low")), model.get("high"));
    slider.value = inside;
    if (input !== field) field.value = inside;
    slider.setAttribute("aria-valuetext", `${inside} ${model.get("unit")}`);
    waiting = inside;
    send();
  }

  slider.addEventListener("input", () => take(slider));
  field.addEventListener("input", () => take(field));
  field.addEventListener("change", () => {
    field.value = slider.value;
  });
  // JupyterLab would take arrow keys and letters for its own shortcuts.
  for (const input of [slider, field]) {
    input.addEventListener("keydown", (event) => event.stopPropagation());
  }
  slider.setAttribute("aria-valuetext", `${model.get("value")} ${model.get("unit")}`);

  const onAnswered = () => send();
  const onValue = () => {
    if (waiting !== null) return;
    slider.value = model.get("value");
    if (document.activeElement !== field) field.value = model.get("value");
  };
  model.on("change:answered", onAnswered);
  model.on("change:value", onValue);
  return () => {
    model.off("change:answered", onAnswered);
    model.off("change:value", onValue);
  };
}

export default { render };
