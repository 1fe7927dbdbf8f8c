print("subsidy")
