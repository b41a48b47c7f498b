"""What the DAG files share and only Airflow needs: kept beside the library, which knows no Airflow."""
