with closure_reports as (
    select * from {{ source('closure_reports', 'closure_reports') }}
),

final as (
    select
        closure_report_id,
        project_id,
        closed_on as closed_text,
        requirements_agreed as agreed_text,
        requirements_delivered as delivered_text,
        {{ count_or_null('requirements_agreed') }} as agreed_count,
        {{ count_or_null('requirements_delivered') }} as delivered_count,
        coalesce(duplicate_of_closure_report_id, '') != '' as is_duplicate,
        coalesce(is_withdrawn, '') = 'true' as is_withdrawn,
        {{ is_swept_away(
            'closure_report_id', source('closure_reports', 'closure_reports__keys')
        ) }} as is_deleted,
        {{ is_latest_version('closure_report_id', 'updated_at') }}
            as is_latest_version,
        {{ parse_date('closed_on') }} as closed_date,
        _load_id as load_id
    from closure_reports
)

select * from final
