with project_reports as (
    select * from {{ source('project_portfolio', 'project_reports') }}
),

final as (
    select
        report_id,
        project_id,
        report_date as report_date_text,
        planned_value_gbp as planned_value_text,
        earned_value_gbp as earned_value_text,
        actual_cost_gbp as actual_cost_text,
        {{ parse_decimal('planned_value_gbp') }} as planned_value_gbp,
        {{ parse_decimal('earned_value_gbp') }} as earned_value_gbp,
        {{ parse_decimal('actual_cost_gbp') }} as actual_cost_gbp,
        coalesce(is_withdrawn, '') = 'true' as is_withdrawn,
        {{ is_swept_away(
            'report_id', source('project_portfolio', 'project_reports__keys')
        ) }} as is_deleted,
        {{ is_latest_version('report_id', 'updated_at') }}
            as is_latest_version,
        {{ parse_date('report_date') }} as report_date,
        {{ parse_utc_timestamp('updated_at') }} as updated_at,
        _load_id as load_id
    from project_reports
)

select * from final
