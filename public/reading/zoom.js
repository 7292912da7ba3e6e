// A picture on a stage: as large as fits, or larger and moved about, by pointer, wheel or what a viewer's buttons and keys ask for.

/** How far, in pixels, a finger moves before it is no tap, and before it is a swipe. */
const [tap, swipe] = [8, 48];

/** Within how many milliseconds, and how near, two taps are one double tap. */
const [double, near] = [350, 32];

/**
 * Makes a stage of an element. `on.swipe(way)` is called with 1 for a picture pulled to the left, else -1, `on.outside()` for a click beside the picture,
 * `on.change()` when it is larger or smaller. Returns what can be done; points are relative to the stage's middle.
 */
export function zoomable(stage, on) {
  let picture;
  let [natural, fills] = [{ width: 3, height: 2 }, false];
  let [scale, x, y] = [1, 0, 0]; // of the size that fits
  const base = { width: 0, height: 0 };

  function fit() {
    const { clientWidth, clientHeight } = stage;
    const most = Math.min(clientWidth / natural.width, clientHeight / natural.height);
    const share = fills ? most : Math.min(most, 1);
    [base.width, base.height] = [natural.width * share, natural.height * share];
  }

  /** By how much the fitting size is enlarged when each of the picture's pixels is one of the page's. */
  const whole = () => natural.width / base.width;
  const most = () => Math.max(4, 2 * whole());

  function draw() {
    const within = (offset, size, room) => Math.max(-1, Math.min(1, offset / (Math.max(0, size * scale - room) / 2 || Infinity))) * (Math.max(0, size * scale - room) / 2);
    x = within(x, base.width, stage.clientWidth);
    y = within(y, base.height, stage.clientHeight);
    if (!picture) return;
    picture.style.width = `${base.width}px`;
    picture.style.height = `${base.height}px`;
    picture.style.transform = scale === 1 ? '' : `translate(${x}px, ${y}px) scale(${scale})`;
    stage.classList.toggle('zoomed', scale > 1);
  }

  function zoomTo(wanted, point = { x: 0, y: 0 }) {
    const next = Math.max(1, Math.min(most(), wanted));
    if (next === scale) return;
    x = point.x - (point.x - x) * (next / scale);
    y = point.y - (point.y - y) * (next / scale);
    scale = next < 1.001 ? 1 : next;
    draw();
    on.change();
  }

  function pan(dx, dy) {
    [x, y] = [x + dx, y + dy];
    draw();
  }

  const toggle = (point) => zoomTo(scale > 1 ? 1 : whole() > 1.05 ? whole() : 2, point);

  // ---- Pointers

  const fingers = new Map();
  let gesture; // since the first finger came down
  let lastTap;
  const pointOf = ({ clientX, clientY }) => {
    const { left, top, width, height } = stage.getBoundingClientRect();
    return { x: clientX - left - width / 2, y: clientY - top - height / 2 };
  };
  const spread = () => {
    const [one, other] = fingers.values();
    return { middle: { x: (one.x + other.x) / 2, y: (one.y + other.y) / 2 }, distance: Math.hypot(one.x - other.x, one.y - other.y) };
  };

  stage.addEventListener('pointerdown', (event) => {
    if (event.button !== 0 || fingers.size === 2 || event.target.closest('button, a')) return;
    stage.setPointerCapture(event.pointerId);
    const point = pointOf(event);
    if (fingers.size === 0) gesture = { start: point, isOnPicture: event.target === picture, isTap: true, isPinch: false };
    else Object.assign(gesture, { isTap: false, isPinch: true });
    fingers.set(event.pointerId, point);
  });

  stage.addEventListener('pointermove', (event) => {
    const before = fingers.get(event.pointerId);
    if (!before) return;
    const point = pointOf(event);
    const was = fingers.size === 2 && spread();
    fingers.set(event.pointerId, point);
    if (Math.hypot(point.x - gesture.start.x, point.y - gesture.start.y) > tap) gesture.isTap = false;
    if (was) {
      const is = spread();
      pan(is.middle.x - was.middle.x, is.middle.y - was.middle.y);
      if (was.distance > 0) zoomTo(scale * (is.distance / was.distance), is.middle);
    } else if (scale > 1) {
      pan(point.x - before.x, point.y - before.y);
    }
  });

  stage.addEventListener('pointerup', (event) => {
    if (!fingers.delete(event.pointerId) || fingers.size > 0) return;
    const point = pointOf(event);
    if (gesture.isTap) {
      if (!gesture.isOnPicture) return;
      const isSecond = lastTap && event.timeStamp - lastTap.time < double && Math.hypot(point.x - lastTap.x, point.y - lastTap.y) < near;
      lastTap = isSecond ? undefined : { ...point, time: event.timeStamp };
      if (isSecond) toggle(point);
    } else if (scale === 1 && !gesture.isPinch && event.pointerType !== 'mouse') {
      const [dx, dy] = [point.x - gesture.start.x, point.y - gesture.start.y];
      if (Math.abs(dx) > swipe && Math.abs(dx) > 2 * Math.abs(dy)) on.swipe(dx < 0 ? 1 : -1);
    }
  });

  stage.addEventListener('pointercancel', (event) => { fingers.delete(event.pointerId); });

  // A pointer that is captured clicks the stage, whatever it was on when it came down.
  stage.addEventListener('click', (event) => { if (!event.target.closest('button, a') && gesture?.isTap && !gesture.isOnPicture) on.outside(); });

  stage.addEventListener('wheel', (event) => {
    event.preventDefault();
    const pixels = event.deltaY * [1, 16, stage.clientHeight][event.deltaMode];
    // What a trackpad makes of a pinch comes in smaller steps.
    zoomTo(scale * Math.exp(-pixels * (event.ctrlKey ? 0.01 : 0.002)), pointOf(event));
  }, { passive: false });

  const watch = new ResizeObserver(() => {
    fit();
    zoomTo(scale); // what is the most may be less now
    draw();
  });
  watch.observe(stage);

  return {
    /** Puts a picture on the stage, fitting; in the place of a smaller version it keeps its size and place. It may be made larger than it is to fill the stage. */
    show(next, size, { fillsStage = false, keeps = false } = {}) {
      const { width } = base;
      [natural, fills] = [size, fillsStage];
      fit();
      if (keeps && scale > 1) scale = Math.max(1, Math.min(most(), (scale * width) / base.width));
      else [scale, x, y] = [1, 0, 0];
      if (picture !== next) {
        picture?.remove();
        picture = next;
        stage.prepend(next);
      }
      draw();
      on.change();
    },
    /** Takes the picture away. */
    clear() {
      picture?.remove();
      [picture, scale] = [undefined, 1];
      draw();
    },
    zoomBy: (factor) => zoomTo(scale * factor),
    fit: () => zoomTo(1),
    pan,
    get isZoomed() { return scale > 1; },
    get isMost() { return scale >= most(); },
    /** Its size in percent of its own. */
    get percent() { return Math.round((100 * scale) / whole()); },
    close: () => watch.disconnect(),
  };
}
