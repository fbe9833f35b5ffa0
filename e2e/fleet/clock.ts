const realNow = Date.now
let ahead = 0
Date.now = () => realNow() + ahead

/** Moves the clock of this process on, in ms. Import it before whatever may keep `Date.now`. */
export function moveClock(by: number): void {
  ahead += by
}
