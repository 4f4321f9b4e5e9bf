package main

import (
	"io"
	"net"
	"time"
)

// Bounds on what is read of a request that was answered before all of it was there.
const (
	lingerFor  = 15 * time.Second
	lingerMost = 64 << 20 // bytes
)

// lingering is a listener whose connections hear out whoever is still talking before they close. Otherwise a browser that
// brings more than is taken finds its connection broken, and shows that and not our answer.
type lingering struct{ net.Listener }

// Accept takes the next connection.
func (l lingering) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if tcp, ok := conn.(*net.TCPConn); ok && err == nil {
		return lingerer{tcp}, nil
	}
	return conn, err
}

type lingerer struct{ *net.TCPConn }

// Close says that nothing more is said, and closes once the other side has said everything, or enough.
func (c lingerer) Close() error {
	if c.CloseWrite() != nil || c.SetReadDeadline(time.Now().Add(lingerFor)) != nil {
		return c.TCPConn.Close()
	}
	go func() {
		_, _ = io.CopyN(io.Discard, c.TCPConn, lingerMost)
		_ = c.TCPConn.Close()
	}()
	return nil
}
