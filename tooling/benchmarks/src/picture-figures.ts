/** The widths at which the post's pictures are shown: its own, and the one with room to overfit. */
export const pictureWidths: readonly number[] = [4, 16];

/** The pictures of the post, by the names under which `--plots` draws them. */
export const documentPictures: readonly { readonly name: string; readonly title: string }[] = [
  { name: 'train_loss', title: 'Training loss' },
  { name: 'val_loss', title: 'Validation loss' },
  { name: 'sparsity', title: 'Sparsity of the hidden activations' },
  { name: 'gate_quantiles_learnable_stoch', title: 'Distribution of the gate weights of learnable_stoch' },
  { name: 'gate_quantiles_gumbel_stoch', title: 'Distribution of the gate weights of gumbel_stoch' },
];

/** All pictures, small: losses and sparsity in one row, gates in the next, for each width. */
export function renderPictureTable(): string {
  const image = (width: number, { name, title }: { readonly name: string; readonly title: string }, size: number) =>
    `<a href="docs/pictures/${name}_${width}.png"><img src="docs/pictures/${name}_${width}.png" width="${size}" alt="${title} over 100 epochs, ${width} units a layer"></a>`;
  return pictureWidths
    .map((width) =>
      [
        `**Width ${width}** (\`${width === 4 ? 'start' : `start --bottleneck ${width}`}\`): losses, sparsity, and the distribution of the gates’ shares of ReLU`,
        '',
        `<p>${documentPictures
          .slice(0, 3)
          .map((picture) => image(width, picture, 270))
          .join('\n')}</p>`,
        `<p>${documentPictures
          .slice(3)
          .map((picture) => image(width, picture, 405))
          .join('\n')}</p>`,
      ].join('\n'),
    )
    .join('\n\n');
}
