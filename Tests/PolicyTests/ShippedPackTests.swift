import Policy
import Testing
import Values

@Test func `Shipped packs decode and are ordered by id`() {
  #expect(
    ShippedPacks.all.map(\.id.description) == [
      "beijing-2019-1", "jingdezhen-2024-139", "lianyungang-2021-50", "linyi-2021-63", "liuzhou-2022-9",
    ])
}
