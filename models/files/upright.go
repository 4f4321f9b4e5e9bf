package files

import (
	"bytes"
	"encoding/binary"
	"image"
)

// orientation says how a camera was held, by the numbers of EXIF: 1 is upright.
type orientation int

// Bounds on looking for it. What is not found within them is taken as upright.
const (
	mostSegments = 64
	mostEntries  = 200
)

// orientationOf reads how a picture is to be turned. It is all that is ever read of what a camera wrote beside the dots.
func orientationOf(format string, raw []byte) orientation {
	var tiff []byte
	switch format {
	case "jpeg":
		tiff = exifOfJPEG(raw)
	case "png":
		tiff = exifOfPNG(raw)
	case "webp":
		tiff = exifOfWebP(raw)
	}
	return orientationIn(tiff)
}

func exifOfJPEG(raw []byte) []byte {
	const head = "Exif\x00\x00"
	for at, n := 2, 0; at+4 <= len(raw) && raw[at] == 0xff && n < mostSegments; n++ {
		marker, size := raw[at+1], int(binary.BigEndian.Uint16(raw[at+2:]))
		if marker == 0xff { // fill
			at++
			continue
		}
		if marker == 0xda || marker == 0xd9 || size < 2 || at+2+size > len(raw) {
			return nil
		}
		if body := raw[at+4 : at+2+size]; marker == 0xe1 && bytes.HasPrefix(body, []byte(head)) {
			return body[len(head):]
		}
		at += 2 + size
	}
	return nil
}

func exifOfPNG(raw []byte) []byte {
	for at, n := 8, 0; at+12 <= len(raw) && n < mostSegments; n++ {
		size, name := int64(binary.BigEndian.Uint32(raw[at:])), string(raw[at+4:at+8])
		if name == "IDAT" || int64(at)+12+size > int64(len(raw)) {
			return nil
		}
		if name == "eXIf" {
			return raw[at+8 : at+8+int(size)]
		}
		at += 12 + int(size)
	}
	return nil
}

func exifOfWebP(raw []byte) []byte {
	for at, n := 12, 0; at+8 <= len(raw) && n < mostSegments; n++ {
		name, size := string(raw[at:at+4]), int64(binary.LittleEndian.Uint32(raw[at+4:]))
		if int64(at)+8+size > int64(len(raw)) {
			return nil
		}
		if name == "EXIF" {
			return bytes.TrimPrefix(raw[at+8:at+8+int(size)], []byte("Exif\x00\x00"))
		}
		at += 8 + int(size+size%2)
	}
	return nil
}

// orientationIn finds tag 0x0112 in the first directory of a TIFF header.
func orientationIn(tiff []byte) orientation {
	if len(tiff) < 8 {
		return 1
	}
	var order binary.ByteOrder
	switch string(tiff[:4]) {
	case "II*\x00":
		order = binary.LittleEndian
	case "MM\x00*":
		order = binary.BigEndian
	default:
		return 1
	}
	at := int64(order.Uint32(tiff[4:]))
	if at+2 > int64(len(tiff)) {
		return 1
	}
	entries := int64(order.Uint16(tiff[at:]))
	for n := range min(entries, mostEntries) {
		entry := at + 2 + 12*n
		if entry+12 > int64(len(tiff)) {
			return 1
		}
		const tag, short = 0x0112, 3
		if order.Uint16(tiff[entry:]) == tag && order.Uint16(tiff[entry+2:]) == short {
			if o := orientation(order.Uint16(tiff[entry+8:])); o >= 1 && o <= 8 {
				return o
			}
			return 1
		}
	}
	return 1
}

// turn gives the picture upright.
func (o orientation) turn(m *image.NRGBA) *image.NRGBA {
	if o <= 1 || o > 8 {
		return m
	}
	w, h := m.Rect.Dx(), m.Rect.Dy()
	width, height := w, h
	if o >= 5 {
		width, height = h, w
	}
	out := image.NewNRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			fx, fy := o.from(x, y, w, h)
			copy(out.Pix[y*out.Stride+4*x:][:4], m.Pix[fy*m.Stride+4*fx:][:4])
		}
	}
	return out
}

// from tells which dot of the picture as it was stored stands at a place of the upright one; w and h are its size as
// it was stored.
func (o orientation) from(x, y, w, h int) (int, int) {
	switch o {
	case 2:
		return w - 1 - x, y
	case 3:
		return w - 1 - x, h - 1 - y
	case 4:
		return x, h - 1 - y
	case 5:
		return y, x
	case 6:
		return y, h - 1 - x
	case 7:
		return w - 1 - y, h - 1 - x
	case 8:
		return w - 1 - y, x
	}
	return x, y
}
