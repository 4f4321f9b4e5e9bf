package files

import (
	"os/exec"
	"syscall"
)

// contain has a command end with us, and as a whole.
func contain(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
}

// confine bounds what this process may use: memory that it may write to, time of the processor, and no file.
func confine() error {
	for resource, most := range map[int]uint64{
		syscall.RLIMIT_DATA:  workerMemory,
		syscall.RLIMIT_CPU:   uint64(pressFor.Seconds()) + 1,
		syscall.RLIMIT_FSIZE: 0,
		syscall.RLIMIT_CORE:  0,
	} {
		if err := syscall.Setrlimit(resource, &syscall.Rlimit{Cur: most, Max: most}); err != nil {
			return err
		}
	}
	return nil
}
