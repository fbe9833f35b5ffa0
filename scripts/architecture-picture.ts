/** A row of boxes, lowest level first, and the boxes that each of them uses. */
export interface Picture {
  readonly title: string
  readonly levels: readonly (readonly string[])[]
  readonly uses: ReadonlyMap<string, readonly string[]>
}

const [width, box, gap, rowHeight, top] = [960, { height: 30, margin: 12 }, 16, 74, 40]

/** The pictures, one below the other, as an SVG that is readable on light and dark pages. */
export function drawPictures(pictures: readonly Picture[]): string {
  let y = 0
  const parts = pictures.map((picture) => {
    const drawn = draw(picture, y)
    y += top + picture.levels.length * rowHeight
    return drawn
  })
  const style =
    'text{font:13px system-ui,sans-serif;fill:#24292f}.t{font-weight:600}rect{fill:#f6f8fa;stroke:#57606a}path{fill:none;stroke:#8c959f}'
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${y}" width="${width}" height="${y}"><title>${pictures.map(({ title }) => title).join('. ')}</title><style>${style}</style><rect width="${width}" height="${y}" style="fill:#fff;stroke:none"/>\n${parts.join('\n')}\n</svg>\n`
}

function draw({ title, levels, uses }: Picture, offset: number): string {
  const places = new Map<string, { readonly x: number; readonly y: number; readonly width: number }>()
  levels.toReversed().forEach((names, row) => {
    const widths = names.map((name) => 2 * box.margin + 7.4 * name.length)
    const total = widths.reduce((sum, each) => sum + each + gap, -gap)
    let x = (width - total) / 2
    names.forEach((name, index) => {
      const own = widths[index] ?? 0
      places.set(name, { x, y: offset + top + row * rowHeight, width: own })
      x += own + gap
    })
  })
  const arrows = [...uses].flatMap(([from, targets]) =>
    targets.flatMap((to) => {
      const [a, b] = [places.get(from), places.get(to)]
      if (!a || !b) return []
      const [x1, y1, x2, y2] = [a.x + a.width / 2, a.y + box.height, b.x + b.width / 2, b.y]
      // One below the other, an arrow past the boxes between bends to the side.
      const rows = Math.round((y2 - y1) / rowHeight)
      const bend = Math.abs(x1 - x2) < 1 && rows > 0 ? 70 * rows : 0
      const [c1, c2] = [`${round(x1 + bend)} ${y1 + 24}`, `${round(x2 + bend)} ${y2 - 24}`]
      const path = `M${round(x1)} ${y1}C${c1} ${c2} ${round(x2)} ${y2}`
      return [`<path d="${path}"><title>${from} uses ${to}</title></path>`]
    }),
  )
  const boxes = [...places].map(
    ([name, { x, y, width: own }]) =>
      `<rect x="${round(x)}" y="${y}" width="${round(own)}" height="${box.height}" rx="6"/><text x="${round(x + own / 2)}" y="${y + 20}" text-anchor="middle">${name}</text>`,
  )
  return [`<text class="t" x="16" y="${offset + 24}">${title}</text>`, ...arrows, ...boxes].join('\n')
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
