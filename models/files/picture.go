package files

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"

	"golang.org/x/image/draw"
	"golang.org/x/image/webp"
)

// Of what is written.
const (
	quality    = 82  // of a JPEG
	fewColours = 256 // a picture with no more is a drawing, and stays sharp as a PNG
)

// pressPicture makes a picture anew from its dots, upright and no larger than a page needs. Nothing else of it is kept:
// neither where and when it was taken, nor by which camera, nor what was written into it.
func pressPicture(ctx context.Context, format string, raw []byte) (p Pressed, err error) {
	size, err := measure(format, raw)
	switch {
	case err != nil || size.Width <= 0 || size.Height <= 0:
		return p, Broken
	case size.Width > MaxPixels || size.Height > MaxPixels || size.Width*size.Height > MaxPixels:
		return p, Wide
	}
	whole, err := decode(format, raw)
	if err != nil {
		return p, Broken
	}
	if ctx.Err() != nil {
		return p, Heavy
	}
	p.Kind = PNG
	if format == "jpeg" || opaque(whole) && !drawn(whole) {
		p.Kind = JPEG
	}
	upright := orientationOf(format, raw)
	full := upright.turn(scale(whole, LongSide))
	small := full
	if bounds := full.Bounds(); max(bounds.Dx(), bounds.Dy()) > SmallSide {
		small = scale(full, SmallSide)
	}
	p.Width, p.Height = full.Bounds().Dx(), full.Bounds().Dy()
	if p.Body, err = encode(p.Kind, full); err != nil {
		return p, err
	}
	if ctx.Err() != nil {
		return p, Heavy
	}
	p.Small, err = encode(p.Kind, small)
	return p, err
}

// measure reads how large a picture is, without its dots.
func measure(format string, raw []byte) (image.Config, error) {
	in := bytes.NewReader(raw)
	switch format {
	case "jpeg":
		return jpeg.DecodeConfig(in)
	case "png":
		return png.DecodeConfig(in)
	case "gif":
		return gif.DecodeConfig(in)
	}
	return webp.DecodeConfig(in)
}

// decode reads the dots: of a picture that moves, those of its first frame.
func decode(format string, raw []byte) (image.Image, error) {
	in := bytes.NewReader(raw)
	switch format {
	case "jpeg":
		return jpeg.Decode(in)
	case "png":
		return png.Decode(in)
	case "gif":
		return gif.Decode(in)
	}
	return webp.Decode(in)
}

func opaque(m image.Image) bool {
	o, ok := m.(interface{ Opaque() bool })
	return ok && o.Opaque()
}

// drawn tells whether a picture has few colours, as drawings, maps and pictures of screens have.
func drawn(m image.Image) bool {
	if _, ok := m.(image.PalettedImage); ok {
		return true
	}
	from, ok := m.(image.RGBA64Image)
	if !ok {
		return false
	}
	seen := make(map[color.RGBA64]struct{}, fewColours+1)
	b := m.Bounds()
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			seen[from.RGBA64At(x, y)] = struct{}{}
			if len(seen) > fewColours {
				return false
			}
		}
	}
	return true
}

// scale copies a picture so that neither side is longer than most; one that is small enough keeps its size.
func scale(m image.Image, most int) *image.NRGBA {
	b := m.Bounds()
	width, height := within(b.Dx(), b.Dy(), most)
	out := image.NewNRGBA(image.Rect(0, 0, width, height))
	if width == b.Dx() && height == b.Dy() {
		draw.Copy(out, image.Point{}, m, b, draw.Src, nil)
		return out
	}
	near := m
	if times := max(b.Dx(), b.Dy()) / most; times > 1 {
		near = shrink(m, times)
	}
	draw.BiLinear.Scale(out, out.Bounds(), near, near.Bounds(), draw.Src, nil)
	return out
}

// shrink makes one dot of so many times as many in each direction. The library's own way takes memory for each row that
// comes in, which is too much for large pictures.
func shrink(m image.Image, times int) image.Image {
	from, ok := m.(image.RGBA64Image)
	if !ok {
		return m
	}
	b := m.Bounds()
	out := image.NewRGBA(image.Rect(0, 0, max(1, b.Dx()/times), max(1, b.Dy()/times)))
	for y := range out.Rect.Dy() {
		for x := range out.Rect.Dx() {
			var red, green, blue, alpha, n uint64
			for fy := b.Min.Y + y*times; fy < min(b.Min.Y+(y+1)*times, b.Max.Y); fy++ {
				for fx := b.Min.X + x*times; fx < min(b.Min.X+(x+1)*times, b.Max.X); fx++ {
					c := from.RGBA64At(fx, fy)
					red, green, blue, alpha, n = red+uint64(c.R), green+uint64(c.G), blue+uint64(c.B), alpha+uint64(c.A), n+1
				}
			}
			copy(out.Pix[y*out.Stride+4*x:], []byte{byte(red / n >> 8), byte(green / n >> 8), byte(blue / n >> 8), byte(alpha / n >> 8)})
		}
	}
	return out
}

func encode(kind Kind, m *image.NRGBA) ([]byte, error) {
	var out bytes.Buffer
	if kind == JPEG {
		// Dots that are not opaque cannot be there: such a picture is a PNG.
		whole := &image.RGBA{Pix: m.Pix, Stride: m.Stride, Rect: m.Rect}
		err := jpeg.Encode(&out, whole, &jpeg.Options{Quality: quality})
		return out.Bytes(), err
	}
	err := (&png.Encoder{CompressionLevel: png.DefaultCompression}).Encode(&out, m)
	return out.Bytes(), err
}
