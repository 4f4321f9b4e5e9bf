package files

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"

	"folkmoot/models/db"
)

// Part is one of the things that are stored under a file's name.
type Part string

// The parts.
const (
	Whole Part = ""
	Small Part = ".small"
)

// Depot is where the bytes of files lie: a folder, or a bucket of a store that speaks S3.
type Depot struct {
	folder string

	bucket string
	client *minio.Client
}

// Stored is one part of a file as it lies in a depot.
type Stored struct {
	Name  string // of the file
	Part  Part
	Bytes int64
	At    time.Time // when it was put there
}

// ErrMissing says that a depot has no such bytes.
var ErrMissing = errors.New("these bytes are not in the file store")

// Folder is a depot in a folder, which is made when it is first needed.
func Folder(path string) *Depot { return &Depot{folder: path} }

// Bucket is a depot in a bucket, by an address such as s3://key:secret@host/bucket?region=eu-west-2. With tls=off it is
// spoken to without encryption. The error never holds the secret.
func Bucket(address string) (*Depot, error) {
	wrong := errors.New("is not the address of a bucket; write it like s3://KEY:SECRET@s3.example.org/BUCKET?region=eu-west-2, with what is not plain in the key or the secret percent-encoded")
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "s3" || u.User == nil || u.Host == "" {
		return nil, wrong
	}
	secret, ok := u.User.Password()
	bucket := strings.Trim(u.Path, "/")
	if !ok || u.User.Username() == "" || secret == "" || bucket == "" || strings.Contains(bucket, "/") {
		return nil, wrong
	}
	region := "us-east-1"
	for name, values := range u.Query() {
		switch {
		case name == "region" && values[0] != "":
			region = values[0]
		case name == "tls" && values[0] == "off":
		default:
			return nil, fmt.Errorf("has %q behind the question mark, which is none of region=… and tls=off", name)
		}
	}
	client, err := minio.New(u.Host, &minio.Options{
		Creds: credentials.NewStaticV4(u.User.Username(), secret, ""), Secure: u.Query().Get("tls") != "off", Region: region, MaxRetries: 3,
	})
	if err != nil {
		return nil, wrong
	}
	return &Depot{bucket: bucket, client: client}, nil
}

// Shared tells whether several computers can use the depot.
func (d *Depot) Shared() bool { return d.client != nil }

// key is where a part lies: below a folder of the first two letters, so that no folder grows too long.
func key(name string, part Part) string { return "files/" + name[:2] + "/" + name + string(part) }

// isName tells whether a text can be the name of a file: random letters of newName, so that nothing else is ever looked
// for in a folder.
func isName(name string) bool {
	if len(name) != nameLength {
		return false
	}
	for _, r := range name {
		if (r < 'a' || r > 'z') && (r < '2' || r > '7') {
			return false
		}
	}
	return true
}

func (d *Depot) path(name string, part Part) string {
	return filepath.Join(d.folder, filepath.FromSlash(key(name, part)))
}

// Put stores the bytes of a part. When it comes back they are there for good, whole.
func (d *Depot) Put(ctx context.Context, name string, part Part, data []byte) error {
	if !isName(name) {
		return ErrMissing
	}
	if d.client == nil {
		return noRoom(d.write(d.path(name, part), data))
	}
	_, err := d.client.PutObject(ctx, d.bucket, key(name, part), bytes.NewReader(data), int64(len(data)),
		minio.PutObjectOptions{ContentType: "application/octet-stream", DisableMultipart: true})
	return d.told(err)
}

// write writes a file whole under another name, and gives it its own when it is on the disk.
func (d *Depot) write(path string, data []byte) (err error) {
	folder := filepath.Dir(path)
	if err := os.MkdirAll(folder, 0o750); err != nil {
		return err
	}
	part, err := os.CreateTemp(folder, "part-")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			os.Remove(part.Name())
		}
	}()
	_, err = part.Write(data)
	if err == nil {
		err = part.Sync()
	}
	if err = errors.Join(err, part.Close()); err != nil {
		return err
	}
	if err := os.Rename(part.Name(), path); err != nil {
		return err
	}
	return errors.Join(syncFolder(folder), syncFolder(filepath.Dir(folder)))
}

func syncFolder(path string) error {
	folder, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}

func noRoom(err error) error {
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		return fmt.Errorf("%w: %w", db.ErrNoRoom, err)
	}
	return err
}

// Get reads the bytes of a part; ErrMissing where there are none.
func (d *Depot) Get(ctx context.Context, name string, part Part) ([]byte, error) {
	if !isName(name) {
		return nil, ErrMissing
	}
	if d.client == nil {
		data, err := os.ReadFile(d.path(name, part))
		if errors.Is(err, fs.ErrNotExist) {
			err = ErrMissing
		}
		return data, err
	}
	object, err := d.client.GetObject(ctx, d.bucket, key(name, part), minio.GetObjectOptions{})
	if err != nil {
		return nil, d.told(err)
	}
	defer object.Close()
	data, err := io.ReadAll(io.LimitReader(object, MaxStored+1))
	if err == nil && len(data) > MaxStored {
		err = fmt.Errorf("the file %s is larger than any that we store", name)
	}
	return data, d.told(err)
}

// Delete removes every part of a file. What is not there is no error.
func (d *Depot) Delete(ctx context.Context, name string) error {
	if !isName(name) {
		return nil
	}
	var failed error
	for _, part := range []Part{Whole, Small} {
		var err error
		if d.client == nil {
			if err = os.Remove(d.path(name, part)); errors.Is(err, fs.ErrNotExist) {
				err = nil
			}
		} else if err = d.told(d.client.RemoveObject(ctx, d.bucket, key(name, part), minio.RemoveObjectOptions{})); errors.Is(err, ErrMissing) {
			err = nil
		}
		failed = errors.Join(failed, err)
	}
	return failed
}

// Each gives every part that lies in the depot, in the order of the names. What another program put there is not given;
// what a crash left half written is removed once it is a day old.
func (d *Depot) Each(ctx context.Context, do func(Stored) error) error {
	if d.client != nil {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		for o := range d.client.ListObjects(ctx, d.bucket, minio.ListObjectsOptions{Prefix: "files/", Recursive: true}) {
			if o.Err != nil {
				return d.told(o.Err)
			}
			if s, ok := stored(o.Key[strings.LastIndexByte(o.Key, '/')+1:], o.Size, o.LastModified); ok {
				if err := do(s); err != nil {
					return err
				}
			}
		}
		return nil
	}
	root := filepath.Join(d.folder, "files")
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		about, err := entry.Info()
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil {
			return err
		}
		if strings.HasPrefix(entry.Name(), "part-") && time.Since(about.ModTime()) > orphanKept {
			return os.Remove(path)
		}
		if s, ok := stored(entry.Name(), about.Size(), about.ModTime()); ok {
			return do(s)
		}
		return ctx.Err()
	})
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

func stored(name string, size int64, at time.Time) (Stored, bool) {
	s := Stored{Name: name, Bytes: size, At: at}
	if plain, small := strings.CutSuffix(name, string(Small)); small {
		s.Name, s.Part = plain, Small
	}
	return s, isName(s.Name)
}

// told gives an error of the store as one of ours, without its address or anything secret.
func (d *Depot) told(err error) error {
	if err == nil {
		return nil
	}
	if response := minio.ToErrorResponse(err); response.StatusCode == http.StatusNotFound && response.Code != "NoSuchBucket" {
		return ErrMissing
	}
	return fmt.Errorf("the file store: %w", err)
}
