package files

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"folkmoot/models/fixtures"
)

// photo is a picture of many colours, dark but for its upper left corner.
func photo(width, height int) *image.NRGBA {
	m := image.NewNRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			m.SetNRGBA(x, y, color.NRGBA{uint8(x % 60), uint8(y % 60), uint8((x*y + x) % 60), 255})
			if x < width/2 && y < height/2 {
				m.SetNRGBA(x, y, color.NRGBA{250, 250, 250, 255})
			}
		}
	}
	return m
}

// segment is one segment of a JPEG.
func segment(marker byte, body string) []byte {
	size := binary.BigEndian.AppendUint16(nil, uint16(len(body)+2))
	return append(append([]byte{0xff, marker}, size...), body...)
}

// exif is what a camera writes: how it was held, and a text that must not stay.
func exif(o orientation) string {
	tiff := []byte("II*\x00\x08\x00\x00\x00\x02\x00")
	tiff = append(tiff, 0x12, 0x01, 3, 0, 1, 0, 0, 0, byte(o), 0, 0, 0)
	tiff = append(tiff, 0x0f, 0x01, 2, 0, 20, 0, 0, 0, 38, 0, 0, 0, 0, 0, 0, 0)
	return "Exif\x00\x00" + string(tiff) + "CANARY-camera 51.5N 0.1W"
}

// withSegments puts segments into a JPEG, behind its first marker.
func withSegments(t *testing.T, m image.Image, segments ...[]byte) []byte {
	t.Helper()
	var plain bytes.Buffer
	if err := jpeg.Encode(&plain, m, &jpeg.Options{Quality: 90}); err != nil {
		t.Fatal(err)
	}
	out := bytes.Clone(plain.Bytes()[:2])
	for _, s := range segments {
		out = append(out, s...)
	}
	return append(out, plain.Bytes()[2:]...)
}

func press(t *testing.T, raw []byte) Pressed {
	t.Helper()
	p, err := Press(context.Background(), raw)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestNothingOfACameraStays(t *testing.T) {
	raw := withSegments(
		t, photo(900, 600), segment(0xe1, exif(1)), segment(0xe1, "http://ns.adobe.com/xap/1.0/\x00<x:xmpmeta>CANARY</x:xmpmeta>"),
		segment(0xe2, "ICC_PROFILE\x00\x01\x01CANARY"), segment(0xed, "Photoshop 3.0\x00CANARY"), segment(0xfe, "CANARY"),
	)
	raw = append(raw, "CANARY behind the end"...)
	p := press(t, raw)
	if p.Kind != JPEG || p.Width != 900 || p.Height != 600 {
		t.Errorf("%s of %d × %d", p.Kind, p.Width, p.Height)
	}
	for _, made := range [][]byte{p.Body, p.Small} {
		for _, trace := range []string{"CANARY", "Exif", "xmp", "ICC_PROFILE", "Photoshop", "51.5N"} {
			if bytes.Contains(made, []byte(trace)) {
				t.Errorf("%q is still there", trace)
			}
		}
	}
	if small, err := jpeg.DecodeConfig(bytes.NewReader(p.Small)); err != nil || small.Width != SmallSide || small.Height != 427 {
		t.Errorf("the small one is %d × %d, %v", small.Width, small.Height, err)
	}
}

// pngChunk is one chunk of a PNG.
func pngChunk(name, body string) []byte {
	out := binary.BigEndian.AppendUint32(nil, uint32(len(body)))
	out = append(append(out, name...), body...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE([]byte(name+body)))
}

func TestPNGChunksGo(t *testing.T) {
	var plain bytes.Buffer
	m := photo(40, 30)
	m.SetNRGBA(5, 5, color.NRGBA{1, 2, 3, 100})
	if err := png.Encode(&plain, m); err != nil {
		t.Fatal(err)
	}
	raw := append(append(bytes.Clone(plain.Bytes()[:33]), pngChunk("tEXt", "Comment\x00CANARY")...), plain.Bytes()[33:]...)
	p := press(t, raw)
	if p.Kind != PNG || bytes.Contains(p.Body, []byte("CANARY")) || bytes.Contains(p.Body, []byte("tEXt")) {
		t.Errorf("%s keeps its comment", p.Kind)
	}
	out, err := png.Decode(bytes.NewReader(p.Body))
	if err != nil {
		t.Fatal(err)
	}
	if _, _, _, a := out.At(5, 5).RGBA(); a == 0xffff {
		t.Error("what was half transparent is not any more")
	}
}

func TestOrientation(t *testing.T) {
	// Where the light corner of the stored picture stands in the upright one, and whether its sides change places.
	corners := map[orientation]struct {
		right, below, turned bool
	}{1: {}, 2: {right: true}, 3: {right: true, below: true}, 4: {below: true}, 5: {turned: true}, 6: {right: true, turned: true}, 7: {right: true, below: true, turned: true}, 8: {below: true, turned: true}}
	for o, want := range corners {
		p := press(t, withSegments(t, photo(80, 40), segment(0xe1, exif(o))))
		m, err := jpeg.Decode(bytes.NewReader(p.Body))
		if err != nil {
			t.Fatal(err)
		}
		w, h := m.Bounds().Dx(), m.Bounds().Dy()
		if (h > w) != want.turned {
			t.Errorf("%d: %d × %d", o, w, h)
		}
		x, y := w/4, h/4
		if want.right {
			x = w * 3 / 4
		}
		if want.below {
			y = h * 3 / 4
		}
		if r, _, _, _ := m.At(x, y).RGBA(); r < 0xc000 {
			t.Errorf("%d: the light corner is not where it belongs", o)
		}
		if r, _, _, _ := m.At(w-1-x, h-1-y).RGBA(); r > 0x8000 {
			t.Errorf("%d: the corner across is light", o)
		}
	}
	if o := orientationOf("jpeg", withSegments(t, photo(8, 8), segment(0xe1, exif(9)))); o != 1 {
		t.Errorf("an orientation that there is not: %d", o)
	}
}

func TestFirstFrameOfWhatMoves(t *testing.T) {
	palette := color.Palette{color.Black, color.White, color.Transparent}
	first, second := image.NewPaletted(image.Rect(0, 0, 20, 10), palette), image.NewPaletted(image.Rect(0, 0, 20, 10), palette)
	for i := range second.Pix {
		second.Pix[i] = 1
	}
	var raw bytes.Buffer
	if err := gif.EncodeAll(&raw, &gif.GIF{Image: []*image.Paletted{first, second}, Delay: []int{5, 5}}); err != nil {
		t.Fatal(err)
	}
	p := press(t, raw.Bytes())
	m, err := png.Decode(bytes.NewReader(p.Body))
	if err != nil || p.Kind != PNG {
		t.Fatal(err)
	}
	if r, _, _, _ := m.At(3, 3).RGBA(); r != 0 {
		t.Error("it is not the first frame")
	}
}

func TestLargePicturesBecomeSmaller(t *testing.T) {
	p := press(t, withSegments(t, photo(3000, 1000)))
	if p.Width != LongSide || p.Height != 667 {
		t.Errorf("%d × %d", p.Width, p.Height)
	}
	m, err := jpeg.DecodeConfig(bytes.NewReader(p.Body))
	if err != nil || m.Width != p.Width || m.Height != p.Height {
		t.Errorf("stored as %d × %d, %v", m.Width, m.Height, err)
	}
}

func TestRefusals(t *testing.T) {
	var wide bytes.Buffer
	if err := png.Encode(&wide, image.NewGray(image.Rect(0, 0, 6000, 4001))); err != nil {
		t.Fatal(err)
	}
	whole := withSegments(t, photo(100, 100))
	for name, one := range map[string]struct {
		raw  []byte
		want Refusal
	}{
		"nothing":            {nil, Unknown},
		"a web page":         {[]byte("<!doctype html><script>alert(1)</script>"), Unknown},
		"a drawing as XML":   {[]byte(`<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`), Unknown},
		"a program":          {[]byte("MZ\x90\x00"), Unknown},
		"a TIFF":             {[]byte("II*\x00aaaaaaaaaaaaaaa"), Unknown},
		"too many bytes":     {append(bytes.Clone(whole), make([]byte, MaxUpload)...), Large},
		"too many dots":      {wide.Bytes(), Wide},
		"cut off":            {whole[:len(whole)/2], Broken},
		"only its beginning": {[]byte("\x89PNG\r\n\x1a\n"), Broken},
	} {
		if _, err := Press(context.Background(), one.raw); !errors.Is(err, one.want) {
			t.Errorf("%s: %v, not %v", name, err, one.want)
		}
		if one.want.Invalid()["file"] == "" {
			t.Errorf("%s: nothing is said", name)
		}
	}
}

// TestHostilePictures presses every picture of the corpora: each is taken or refused in time, and what is taken holds
// nothing but dots.
func TestHostilePictures(t *testing.T) {
	folder := fixtures.Path(t, "corpora", "images")
	taken, refused := 0, 0
	eachFile(t, folder, func(name string, raw []byte) {
		begun := time.Now()
		p, err := Press(context.Background(), raw)
		if spent := time.Since(begun); spent > pressFor {
			t.Errorf("%s took %v", name, spent)
		}
		if err != nil {
			refused++
			return
		}
		taken++
		if err := p.sound(); err != nil {
			t.Errorf("%s: what was made of it is not sound", name)
		}
		for _, trace := range []string{"Exif\x00", "<?php", "<script", "xpacket", "ICC_PROFILE", "tEXt", "zTXt", "iTXt", "iCCP", "eXIf"} {
			if bytes.Contains(p.Body, []byte(trace)) || bytes.Contains(p.Small, []byte(trace)) {
				t.Errorf("%s: %q is in what was made of it", name, trace)
			}
		}
	})
	t.Logf("%d taken, %d refused", taken, refused)
	if taken < 200 || refused < 200 {
		t.Errorf("%d taken, %d refused: the corpora are not what they were", taken, refused)
	}
}

// eachFile gives every file in a folder, and in the archives there.
func eachFile(t *testing.T, folder string, do func(name string, raw []byte)) {
	t.Helper()
	err := filepath.WalkDir(folder, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		raw, err := os.ReadFile(path)
		if err != nil || !strings.HasSuffix(path, ".tar.gz") {
			do(filepath.Base(path), raw)
			return err
		}
		unzipped, err := gzip.NewReader(bytes.NewReader(raw))
		if err != nil {
			return err
		}
		in := tar.NewReader(unzipped)
		for {
			header, err := in.Next()
			if errors.Is(err, io.EOF) {
				return nil
			}
			if err != nil {
				return err
			}
			if header.Typeflag != tar.TypeReg {
				continue
			}
			one, err := io.ReadAll(in)
			if err != nil {
				return err
			}
			do(filepath.Base(path)+"/"+header.Name, one)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
}
