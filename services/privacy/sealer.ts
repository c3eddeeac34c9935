/** The cell that a ciphertext belongs to: it cannot be opened anywhere else. */
export interface Cell {
  readonly table: string;
  readonly column: string;
  readonly row: string;
}

/** Encrypts single fields. */
export interface Sealer {
  readonly seal: (plain: string, cell: Cell) => string;
  /** Throws `internal` when the text was changed, moved to another cell or sealed with an unknown key. */
  readonly open: (sealed: string, cell: Cell) => string;
}
