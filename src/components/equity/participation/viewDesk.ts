import type {ParticipationView} from "../../../model/participationView.js";

/** What is chosen on the page: its parts read it, change it, and hear of changes. */
export interface ViewDesk {
  view(): ParticipationView;
  choose(change: Partial<ParticipationView>): void;
  /** Calls `redraw` now and after each change of one of these. */
  follow(keys: readonly (keyof ParticipationView)[], redraw: () => void): void;
}

export function viewDesk(start: ParticipationView, onView: (view: ParticipationView) => void): ViewDesk {
  let view = start;
  const followers: {keys: readonly (keyof ParticipationView)[]; redraw: () => void}[] = [];
  return {
    view: () => view,
    choose(change) {
      view = {...view, ...change};
      onView(view);
      const changed = Object.keys(change) as (keyof ParticipationView)[];
      for (const {keys, redraw} of followers) if (changed.some((key) => keys.includes(key))) redraw();
    },
    follow(keys, redraw) {
      followers.push({keys, redraw});
      redraw();
    }
  };
}
