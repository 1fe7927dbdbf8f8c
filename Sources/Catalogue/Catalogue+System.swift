import Glibc
package import Papers
package import System

/// The reason that the system refused a call.
extension SystemError {
  /// The wording, without a full stop: the file and the system's reason.
  package var text: Text {
    switch self {
    case .failed(let call, let path, let errno):
      let object = path.isEmpty ? "" : " \(path.quoted)"
      return Text(
        en: "cannot \(call.text.en)\(object): \(errno.text.en)",
        zh: "\(path.isEmpty ? "" : "\(path.quoted) ")无法\(call.text.zh)：\(errno.text.zh)")
    case .lockHeld(let path):
      return Text(
        en: "another writer holds \(path.quoted); try again when it is done",
        zh: "\(path.quoted) 正由另一写入程序占用；请待其完成后重试")
    case .notRegular(let path): return .notRegular(path.quoted)
    case .notFolder(let path):
      return Text(
        en: "\(path.quoted) is a link or a file, expected a folder; put the folder itself there",
        zh: "\(path.quoted) 是链接或文件，应为文件夹；请放回文件夹本身")
    case .tooLarge(let path, let limit):
      return Text(
        en: "\(path.quoted) holds more than \(Int64(limit).grouped) bytes or names, which is the most that is read; "
          + "check that it is the right one",
        zh: "\(path.quoted) 超过 \(Int64(limit).grouped) 字节（或文件名），为可读取的上限；请核对是否选对")
    case .stopped(let signal):
      let name = [SIGINT: "SIGINT", SIGTERM: "SIGTERM", SIGHUP: "SIGHUP"][signal] ?? "\(signal)"
      return Text(en: "stopped by \(name)", zh: "收到信号 \(name)，已停止")
    }
  }
}

extension Text {
  /// A path that is not a regular file.
  fileprivate static func notRegular(_ path: String) -> Text {
    Text(
      en: "\(path) is a link, pipe, device or folder, expected a regular file; put the file itself there",
      zh: "\(path) 是链接、管道、设备或文件夹，应为普通文件；请放回文件本身")
  }
}

extension SystemCall {
  /// The action of the call, as it follows "cannot".
  fileprivate var text: Text {
    switch self {
    case .open: Text(en: "open", zh: "打开")
    case .pread, .read: Text(en: "read", zh: "读取")
    case .memory: Text(en: "keep in memory", zh: "读入内存")
    case .write, .pwrite: Text(en: "write", zh: "写入")
    case .stat: Text(en: "look up", zh: "查询")
    case .statfs: Text(en: "look up the file system of", zh: "查询所在文件系统")
    case .ftruncate: Text(en: "set the length of", zh: "设定长度")
    case .fallocate: Text(en: "set space aside for", zh: "预留空间")
    case .fsync, .fdatasync: Text(en: "sync", zh: "同步到磁盘")
    case .fchmod: Text(en: "change the mode of", zh: "更改权限")
    case .close: Text(en: "close", zh: "关闭")
    case .flock: Text(en: "lock", zh: "加锁")
    case .readdir: Text(en: "list", zh: "列出目录")
    case .mkdir: Text(en: "make the directory", zh: "建立目录")
    case .renameToFree: Text(en: "put in place", zh: "就位")
    case .realpath: Text(en: "follow", zh: "解析路径")
    case .rename: Text(en: "rename", zh: "重命名")
    case .unlink: Text(en: "remove", zh: "删除")
    case .rmdir: Text(en: "remove the directory", zh: "删除目录")
    case .createThread: Text(en: "start a thread", zh: "启动线程")
    case .getrandom: Text(en: "draw random bytes", zh: "生成随机数")
    case .socket: Text(en: "open a socket for", zh: "建立套接字")
    case .bind, .listen: Text(en: "listen at", zh: "监听")
    }
  }
}

extension Errno {
  /// The system's reason: its own words, and the Chinese of the common ones before them.
  package var text: Text {
    guard let chinese else { return Text(en: description, zh: "系统错误（\(description)）") }
    return Text(en: description, zh: "\(chinese)（\(description)）")
  }

  private var chinese: String? {
    switch code {
    case ENOENT: "没有该文件或目录"
    case EACCES, EPERM: "没有权限"
    case EROFS: "文件系统只读"
    case ENOSPC: "磁盘空间已满"
    case EDQUOT: "超出磁盘配额"
    case EIO: "设备输入输出错误"
    case EISDIR: "是目录，应为文件"
    case ENOTDIR: "路径中有一段不是目录"
    case EEXIST: "文件已存在"
    case EMFILE, ENFILE: "打开的文件过多"
    case ENAMETOOLONG: "文件名过长"
    case EFBIG: "文件过大"
    case EBUSY, ETXTBSY: "文件正被占用"
    case ELOOP: "符号链接层数过多"
    case EADDRINUSE: "地址已被占用"
    case EADDRNOTAVAIL: "本机没有该地址"
    default: nil
    }
  }
}

extension SQLiteError {
  /// The wording for a database of this file name, without a full stop.
  package func text(of database: String) -> Text {
    switch code {
    case .busy:
      return Text(
        en: "another program holds \(database); try again when it is done", zh: "\(database) 正由另一程序占用；请待其完成后重试")
    case .cannotOpen where isNotRegular: return .notRegular(database)
    case .corrupt, .notADatabase, .interrupt, .tooBig:
      return Text(
        en: "\(database) is damaged or no database: \(reason.en)", zh: "\(database) 已损坏或不是数据库：\(reason.zh)")
    case .cannotOpen:
      return Text(en: "cannot open \(database): \(reason.en)", zh: "无法打开 \(database)：\(reason.zh)")
    case .full:
      return Text(en: "no room to write \(database): \(reason.en)", zh: "磁盘空间不足，无法写入 \(database)：\(reason.zh)")
    default:
      return Text(
        en: "\(database) failed: \(reason.en) (SQLite code \(extendedCode))",
        zh: "\(database) 出错：\(reason.zh)（SQLite 代码 \(extendedCode)）")
    }
  }

  /// The wording if only the error is known: the vault reports its own, so the database is the read model or the index.
  package var text: Text {
    let error = text(of: (file ?? "read-model.sqlite").printable)
    switch code {
    case .corrupt, .notADatabase, .cannotOpen, .interrupt, .tooBig: break
    default: return error
    }
    return error.then(
      Text(
        en: "it can be made anew with `subsidy projections rebuild`", zh: "可用 `subsidy projections rebuild` 重建"),
      onPage: Text(en: "let the server's administrator make it anew", zh: "请服务器管理人员重建"))
  }

  private var reason: Text {
    systemCode == 0 ? Text(en: message.printable, zh: message.printable) : Errno(code: systemCode).text
  }
}
