"""What a page looks like on a screen, measured by the browser that shows it."""

# Pixels by which the page is wider than the window.
OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"

UNFOLD = "() => document.querySelectorAll('details').forEach((part) => { part.open = true; })"

PAPER = "() => getComputedStyle(document.documentElement).backgroundColor"

# The beginning of a script that measures colors.
LUMINANCE = """
  const numbers = (color) => color.match(/[\\d.]+/g).map(Number);
  const luminance = (color) => {
    const [red, green, blue] = numbers(color).map((part) => part / 255)
      .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
"""

# How far the ground of the map and each of its shades, the weakest first, stand out from the paper.
MAP_CONTRASTS = (
    "() => {"
    + LUMINANCE
    + """
  const paper = luminance(getComputedStyle(document.documentElement).backgroundColor);
  const contrast = (part) => {
    const [low, high] = [luminance(getComputedStyle(part).fill), paper].sort((one, other) => one - other);
    return (high + 0.05) / (low + 0.05);
  };
  const link = document.querySelector(".map a");
  const shades = ["s1", "s2", "s3", "s4"].map((name) => {
    link.setAttribute("class", name);
    return contrast(link);
  });
  return [contrast(document.querySelector(".map > use")), ...shades];
}"""
)

# The visible texts whose contrast with what lies behind them is below 4.5 (WCAG 2.2, 1.4.3).
FAINT_TEXTS = (
    "() => {"
    + LUMINANCE
    + """
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const color = getComputedStyle(at).backgroundColor;
      if ((numbers(color)[3] ?? 1) === 1) return color;
    }
    return "rgb(255, 255, 255)";
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const faint = [];
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    const text = walker.currentNode.textContent.trim();
    if (!text || !element.checkVisibility()) continue;
    const pair = [getComputedStyle(element).color, behind(element)].map(luminance);
    const [low, high] = pair.sort((one, other) => one - other);
    const contrast = (high + 0.05) / (low + 0.05);
    if (contrast < 4.5) faint.push(`${contrast} ${text}`);
  }
  return faint;
}"""
)

# Remember every control that is shown and can be used; return how many there are.
NUMBER_CONTROLS = """() => {
  const kinds = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
  window.controls = [...document.querySelectorAll(kinds)]
    .filter((control) => !control.disabled && control.checkVisibility({ visibilityProperty: true }));
  return window.controls.length;
}"""

# The number of the control that has the focus, and whether its outline is drawn and nothing lies upon it.
FOCUS = """() => {
  const control = document.activeElement;
  const style = getComputedStyle(control);
  const isOutlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  const isOnTop = [...control.getClientRects()].some((box) => {
    const x = (Math.max(box.left, 0) + Math.min(box.right, innerWidth)) / 2;
    const y = (Math.max(box.top, 0) + Math.min(box.bottom, innerHeight)) / 2;
    return control.contains(document.elementFromPoint(x, y));
  });
  const number = window.controls.indexOf(control);
  return { number, name: control.outerHTML.slice(0, 120), isOutlined, isOnTop };
}"""


def walk_by_keyboard(page):
    """Press Tab once for each control; return what FOCUS told at each stop."""
    stops = []
    for _ in range(page.evaluate(NUMBER_CONTROLS)):
        page.keyboard.press("Tab")
        stops.append(page.evaluate(FOCUS))
    return stops
