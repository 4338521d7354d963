"""The page of real against virtual: true stock, true sales and virtual state, as a picture and as tables."""
