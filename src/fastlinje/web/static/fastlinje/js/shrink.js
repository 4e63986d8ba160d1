// Makes a photo small enough to send. Anything that is no photo, is small already, or can't be drawn is left as it is; the
// server has the last word.

const SIDES = [3000, 2400, 1800];
const QUALITY = 0.85;

export async function shrink(file, maxBytes) {
  if (file.size <= maxBytes || !file.type.startsWith("image/")) return file;
  const picture = await decode(file);
  if (!picture) return file;
  for (const side of SIDES) {
    const blob = await draw(picture, side);
    if (blob && blob.size <= maxBytes) return new File([blob], file.name.replace(/\.[^.]*$/, "") + ".jpg", { type: "image/jpeg" });
  }
  return file;
}

// HEIC can be drawn in Safari only; elsewhere it is sent whole and the server converts it.
async function decode(file) {
  try {
    return await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    return null;
  }
}

function draw(picture, side) {
  const scale = Math.min(1, side / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
}
