/**
 * Styles of what comes late, which come in its script and not in a file beside it: what is needed first has no more to load.
 */

/** Adds styles to those of the page. */
export function addStyles(text: string): void {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(text)
  document.adoptedStyleSheets.push(sheet)
}
