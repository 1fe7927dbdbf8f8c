import Ledger
extension LineProblem.Problem { var text: Text { Text(en: "\(self)", zh: "\(self)：中") } }
