"""disk.py MOUNTPOINT STATE: a file system on FUSE that loses at a power cut what was not synchronised.

STATE/live holds what programs see. What is durable is kept beside it: the bytes of a file since its last fsync, the names of
a folder since its own. All that STATE/live holds at the start is durable. The power is cut before the call that STATE/after
numbers, counted among those that change something, or by SIGUSR1: from then on every call fails. When the file system is
unmounted, STATE/survived has what a machine would find: of each page of 4 KiB that was written and not synchronised the old or
the new bytes, drawn from STATE/seed, and of the names all, or those alone that were synchronised. STATE/deaf, if it is there,
makes a disk that acknowledges and forgets: a check that finds nothing there cannot find anything.

> Source: POSIX.1-2017, fsync; libfuse 2.9, high-level interface."""
import errno, os, random, shutil, signal, stat, sys
from pathlib import Path

try:
    import fusepy as fuse  # Debian
except ImportError:
    import fuse  # PyPI

PAGE = 4096
CHANGING = ("create", "write", "truncate", "fsync", "fsyncdir", "rename", "unlink", "mkdir", "rmdir", "link", "symlink")


class Disk(fuse.Operations):
    def __init__(self, state):
        self.live, self.durable = state / "live", state / "durable"
        # Files that have lost their name stay, so that no number is used twice.
        self.gone = state / "gone"
        self.durable.mkdir()
        self.gone.mkdir()
        self.after = int((state / "after").read_text()) if (state / "after").exists() else None
        self.deaf = (state / "deaf").exists()
        self.dead, self.calls, self.lost = False, 0, 0
        self.names = {}  # number of a folder: name to number, as they are durable
        self.nodes = {}  # number: lstat, and where a link leads
        self.dirty = {}  # number: ranges of the file that were written since its last fsync
        for folder, _, files in os.walk(self.live):
            self.take_names(folder)
            for file in files:
                self.take_bytes(os.path.join(folder, file), whole=True)
        signal.signal(signal.SIGUSR1, lambda *_: setattr(self, "dead", True))

    def place(self, path):
        return str(self.live) + path

    def take_names(self, folder):
        """The names of a folder are durable as they are now."""
        number = os.lstat(folder).st_ino
        self.nodes[number] = (os.lstat(folder), None)
        self.names[number] = {}
        for entry in os.scandir(folder):
            self.names[number][entry.name] = entry.inode()
            if entry.inode() not in self.nodes:
                self.nodes[entry.inode()] = (
                    os.lstat(entry.path), os.readlink(entry.path) if entry.is_symlink() else None)

    def take_bytes(self, file, whole=False):
        """The bytes of a file, given by its path or number, are durable as they are now."""
        status = os.stat(file, follow_symlinks=False) if isinstance(file, str) else os.fstat(file)
        if not stat.S_ISREG(status.st_mode):
            return
        ranges = [(0, status.st_size)] if whole else self.dirty.pop(status.st_ino, [])
        source = os.open(file, os.O_RDONLY) if isinstance(file, str) else file
        target = os.open(self.durable / str(status.st_ino), os.O_RDWR | os.O_CREAT)
        for start, end in ranges:
            os.pwrite(target, os.pread(source, end - start, start), start)
        os.ftruncate(target, status.st_size)
        os.close(target)
        if isinstance(file, str):
            os.close(source)
        self.nodes[status.st_ino] = (status, None)

    # What is called ---------------------------------------------------------------------------------------------------------

    def __call__(self, name, path, *arguments):
        if name in CHANGING and not self.dead:
            self.calls += 1
            self.dead = self.calls == self.after
        if self.dead and name not in ("init", "destroy"):
            if name in ("release", "releasedir"):
                return 0
            raise fuse.FuseOSError(errno.EIO)
        if not hasattr(self, name):
            raise fuse.FuseOSError(errno.EFAULT)
        return getattr(self, name)(path, *arguments)

    def own(self, path):
        """What is made belongs to whoever makes it, as the programs run by an account of their own."""
        user, group, _ = fuse.fuse_get_context()
        os.lchown(self.place(path), user, group)

    def getattr(self, path, file=None):
        found = os.lstat(self.place(path)) if file is None else os.fstat(file)
        return {key: getattr(found, key) for key in (
            "st_atime", "st_ctime", "st_gid", "st_mode", "st_mtime", "st_nlink", "st_size", "st_uid")}

    def readdir(self, path, file):
        return [".", "..", *os.listdir(self.place(path))]

    def open(self, path, flags):
        # The kernel has the place of an append; what is read back to be made durable needs a file that can be read.
        flags &= ~os.O_APPEND
        if flags & os.O_ACCMODE == os.O_WRONLY:
            flags = flags & ~os.O_ACCMODE | os.O_RDWR
        return os.open(self.place(path), flags)

    def create(self, path, mode, info=None):
        file = os.open(self.place(path), os.O_RDWR | os.O_CREAT | os.O_TRUNC, mode)
        self.own(path)
        return file

    def read(self, path, size, offset, file):
        return os.pread(file, size, offset)

    def write(self, path, data, offset, file):
        self.dirty.setdefault(os.fstat(file).st_ino, []).append((offset, offset + len(data)))
        return os.pwrite(file, data, offset)

    def truncate(self, path, length, file=None):
        os.truncate(self.place(path) if file is None else file, length)

    def flush(self, path, file):
        return 0

    def release(self, path, file):
        os.close(file)

    def fsync(self, path, datasync, file):
        if not self.deaf:
            self.take_bytes(file)

    def fsyncdir(self, path, datasync, file):
        if not self.deaf:
            self.take_names(self.place(path))

    def keep(self, path):
        """A file that is about to lose its name."""
        if os.path.lexists(self.place(path)) and not os.path.isdir(self.place(path)):
            os.link(self.place(path), self.gone / str(self.calls), follow_symlinks=False)

    def rename(self, old, new):
        self.keep(new)
        os.rename(self.place(old), self.place(new))

    def unlink(self, path):
        self.keep(path)
        os.unlink(self.place(path))

    def mkdir(self, path, mode):
        os.mkdir(self.place(path), mode)
        self.own(path)

    def rmdir(self, path):
        os.rename(self.place(path), self.gone / f"{self.calls} folder")

    def link(self, target, source):
        os.link(self.place(source), self.place(target))

    def symlink(self, target, source):
        os.symlink(source, self.place(target))
        self.own(target)

    def readlink(self, path):
        return os.readlink(self.place(path))

    def chmod(self, path, mode):
        os.chmod(self.place(path), mode)

    def chown(self, path, user, group):
        os.lchown(self.place(path), user, group)

    def utimens(self, path, times=None):
        os.utime(self.place(path), times, follow_symlinks=False)

    def statfs(self, path):
        found = os.statvfs(self.place(path))
        return {key: getattr(found, key) for key in ("f_bavail", "f_bfree", "f_blocks", "f_bsize", "f_frsize", "f_namemax")}

    # What is left -----------------------------------------------------------------------------------------------------------

    def survive(self, target, chance):
        """Writes what a machine finds after the cut."""
        paths = {}
        for folder, _, files in [*os.walk(self.live), *os.walk(self.gone)]:
            for file in files:
                paths[os.lstat(os.path.join(folder, file)).st_ino] = os.path.join(folder, file)
        # A journal keeps all names or, by the letter of POSIX, those that were synchronised.
        if not self.deaf and chance.random() < 0.5:
            for folder, _, _ in os.walk(self.live):
                self.take_names(folder)
        made = {}

        def make(number, path):
            status, leads = self.nodes[number]
            if leads is not None:
                os.symlink(leads, path)
            elif stat.S_ISDIR(status.st_mode):
                os.mkdir(path)
                for name, inner in sorted(self.names.get(number, {}).items()):
                    make(inner, os.path.join(path, name))
            elif number in made:
                os.link(made[number], path)
                return
            else:
                durable = self.durable / str(number)
                shutil.copyfile(durable, path) if durable.exists() else open(path, "wb").close()
                self.tear(paths.get(number), path, self.dirty.get(number, []), chance)
                made[number] = path
            os.lchown(path, status.st_uid, status.st_gid)
            if leads is None:
                os.chmod(path, stat.S_IMODE(status.st_mode))

        make(os.lstat(self.live).st_ino, target)

    def tear(self, source, target, ranges, chance):
        """Of what was written and not synchronised each page is there or is not."""
        if source is None or self.deaf:
            return
        pages = sorted({page for start, end in ranges for page in range(start // PAGE, (end + PAGE - 1) // PAGE)})
        with open(source, "rb") as new, open(target, "r+b") as old:
            for page in pages:
                new.seek(page * PAGE)
                found = new.read(PAGE)
                if found and chance.random() < 0.5:
                    old.seek(page * PAGE)
                    old.write(found)
                elif found:
                    self.lost += 1


def main():
    mountpoint, state = sys.argv[1], Path(sys.argv[2])
    disk = Disk(state)
    fuse.FUSE(disk, mountpoint, foreground=True, nothreads=True, allow_other=True, default_permissions=True)
    disk.survive(str(state / "survived"), random.Random((state / "seed").read_text()))
    (state / "report").write_text(f"{disk.calls} {disk.lost}\n")


if __name__ == "__main__":
    main()
