/// What auditors check a log with that shares no code with this program, compiled in so that a package can hold it.
public enum CheckTools {
  /// `verify.py`, as it stands beside this file.
  public static var verifier: [UInt8] { PackageResources.verify_py }
}
