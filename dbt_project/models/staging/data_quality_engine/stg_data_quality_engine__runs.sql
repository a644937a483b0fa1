with runs as (
    select * from {{ source('data_quality_engine', 'runs') }}
),

final as (
    select
        run_id,
        rule_id,
        health_board,
        ran_at as ran_text,
        checks_made as made_text,
        checks_passed as passed_text,
        {{ count_or_null('checks_made') }} as made_count,
        {{ count_or_null('checks_passed') }} as passed_count,
        coalesce(is_test, '') = 'true' as is_test,
        {{ is_swept_away('run_id', source('data_quality_engine', 'runs__keys')) }}
            as is_deleted,
        {{ is_latest_version('run_id', 'updated_at') }} as is_latest_version,
        {{ parse_utc_timestamp('ran_at') }} as ran_at,
        _load_id as load_id
    from runs
)

select * from final
