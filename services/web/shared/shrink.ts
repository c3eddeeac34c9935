/** Photos of telephones are larger than anybody needs to read a paper, and carry the place where they were taken. */
const LARGE_BYTES = 1024 * 1024;
const LONGEST_SIDE = 2200;
const QUALITY = 0.85;
const READABLE = /^image\/(?:jpeg|png|webp|heic|heif)$/u;

/**
 * A photo as a JPEG of reasonable size, without the camera's notes (place, device). The file itself when it is small, no
 * photo, or cannot be drawn here: the server then judges it.
 */
export async function shrunk(file: File): Promise<File> {
  const isSmall =
    file.size <= LARGE_BYTES && (file.type === 'image/jpeg' || file.type === 'image/png');
  if (isSmall || !READABLE.test(file.type) || typeof createImageBitmap !== 'function') return file;
  try {
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    const pen = canvas.getContext('2d');
    if (!pen) return file;
    // Transparent parts of a picture would turn black.
    pen.fillStyle = '#fff';
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
    const made = await new Promise<Blob | null>((resolve) =>
      canvas.toBlob(resolve, 'image/jpeg', QUALITY),
    );
    const name = file.name.replace(/\.[^.]*$/u, '') + '.jpg';
    return made ? new File([made], name, { type: 'image/jpeg' }) : file;
  } catch {
    return file;
  }
}
