package mail

import (
	"context"
	"crypto/tls"
	"net"
	"strings"
	"sync"
)

// line is the network connection of one message. It is kept here because the mail library
// leaves a connection open when greeting or signing in fails.
type line struct {
	server Server
	roots  *tls.Config
	dialTo string // empty for the address that the library asks for

	mu     sync.Mutex
	conn   net.Conn
	closed bool
}

// dial connects to the server, with TLS from the first byte where the server wants it.
func (l *line) dial(ctx context.Context, network, address string) (net.Conn, error) {
	if l.dialTo != "" {
		address = l.dialTo
	}
	var conn net.Conn
	var err error
	if l.server.TLS {
		conn, err = (&tls.Dialer{Config: l.roots}).DialContext(ctx, network, address)
	} else {
		conn, err = (&net.Dialer{}).DialContext(ctx, network, address)
	}
	if err != nil {
		return nil, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.conn = conn
	if l.closed {
		conn.Close()
	}
	return conn, nil
}

// close ends the connection; whoever reads from it gets an error. It may be called twice.
func (l *line) close() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.closed = true
	if l.conn != nil {
		l.conn.Close()
	}
}

// bracketed puts each of several message ids into angle brackets.
func bracketed(ids string) string {
	return "<" + strings.ReplaceAll(ids, " ", "> <") + ">"
}
