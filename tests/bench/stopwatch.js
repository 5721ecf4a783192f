// Times a chart inside the page, so that no message between test and browser is in the figure.
// A chart is known by its marks: the elements that `selector` finds, and the attribute of each
// that holds what is drawn. A slider's read-out is none of them.

window.stopwatch = (() => {
  const PATIENCE = 60_000; // ms: a chart that has not come by then never will
  const EVERYTHING = { subtree: true, childList: true, attributes: true, characterData: true };

  let pressed = 0;
  // The window hears of a key before anything in the page does.
  window.addEventListener("keydown", () => (pressed = performance.now()), true);

  function orGiveUp(what, begin) {
    return new Promise((resolve, reject) => {
      setTimeout(() => reject(new Error(`${what} after ${PATIENCE} ms`)), PATIENCE);
      begin(resolve);
    });
  }

  function marks({ selector }) {
    return [...document.querySelectorAll(`.jp-OutputArea-output ${selector}`)];
  }

  function drawn(chart) {
    return marks(chart)
      .map((mark) => mark.getAttribute(chart.attribute))
      .join("\n");
  }

  function visible(mark) {
    const { width, height } = mark.getBoundingClientRect();
    return width > 0 && height > 0;
  }

  // ms from the last key until the chart is there and takes up room, looked at in every frame.
  function untilShown(chart) {
    return orGiveUp("no chart", (resolve) => {
      const look = () => {
        if (marks(chart).some(visible)) resolve(performance.now() - pressed);
        else requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    });
  }

  // ms from the next key until the page holds another chart than now.
  function untilChanged(chart) {
    const before = drawn(chart);
    return orGiveUp("no other chart", (resolve) => {
      const observer = new MutationObserver(() => {
        const now = performance.now();
        const after = drawn(chart);
        // Between two pictures there may be none for a moment, which is not the answer.
        if (after === "" || after === before) return;
        observer.disconnect();
        resolve(now - pressed);
      });
      observer.observe(document.querySelector(".jp-Notebook"), EVERYTHING);
    });
  }

  // Resolves when nothing in the notebook has changed for this many ms: not part of any figure.
  function untilQuiet(ms) {
    return orGiveUp("no quiet", (resolve) => {
      let timer = setTimeout(done, ms);
      const observer = new MutationObserver(() => {
        clearTimeout(timer);
        timer = setTimeout(done, ms);
      });
      function done() {
        observer.disconnect();
        resolve();
      }
      observer.observe(document.querySelector(".jp-Notebook"), EVERYTHING);
    });
  }

  return { untilShown, untilChanged, untilQuiet };
})();
