const askWhoEvent = "covenant:ask-who";

/** Opens the dialog at the top of the page in which the reader says who they are and why they ask. */
export function askWho(suggestion: {role?: string; code?: string; statement?: string} = {}): void {
  document.dispatchEvent(new CustomEvent(askWhoEvent, {detail: suggestion}));
}

export function onAskWho(listener: (suggestion: {role?: string; code?: string; statement?: string}) => void): void {
  document.addEventListener(askWhoEvent, (event) => listener((event as CustomEvent).detail));
}
